import { ModbusTwin } from './modbus-twin.js';

/** Peacefair's meter: ten registers, those of 32 bits with their lower half first. */
export class PzemTwin extends ModbusTwin {
  w = 0;
  wh = 0;

  protected write(): void {
    throw new Error('nobody sets a meter');
  }

  protected read(fn: number, place: number, count: number): number[] {
    if (fn !== 4 || place !== 0 || count !== 10) throw new Error(`function ${fn} reads ${count} from ${place}`);
    const tenths = Math.round(this.w * 10);
    const registers = [2301, 0, 0, tenths & 0xffff, tenths >>> 16, this.wh & 0xffff, this.wh >>> 16, 500, 100, 0];
    return registers.flatMap((register) => [register >> 8, register & 0xff]);
  }
}
