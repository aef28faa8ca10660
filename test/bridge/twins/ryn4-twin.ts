import { ModbusTwin } from './modbus-twin.js';

/** Eletechsup's board and its trap: while a delay runs, off does nothing. */
export class Ryn4Twin extends ModbusTwin {
  readonly channels = Array<boolean>(9).fill(false);
  private readonly delays = new Map<number, NodeJS.Timeout>();

  protected write(fn: number, channel: number, value: number): void {
    if (fn !== 6 || channel < 1 || channel > 8) throw new Error(`not of this board: function ${fn} at ${channel}`);
    const delay = this.delays.get(channel);
    if (value >> 8 === 0x06) {
      clearTimeout(delay);
      this.delays.delete(channel);
      this.channels[channel] = (value & 0xff) > 0;
      if ((value & 0xff) > 0) {
        const runOut = (): void => {
          this.delays.delete(channel);
          this.channels[channel] = false;
        };
        this.delays.set(channel, setTimeout(runOut, (value & 0xff) * 1_000));
      }
    } else if (value === 0x0100) this.channels[channel] = true;
    else if (value === 0x0200 && delay === undefined) this.channels[channel] = false;
  }

  protected read(fn: number, place: number, count: number): number[] {
    if (fn !== 3) throw new Error(`function ${fn}`);
    return this.channels.slice(place, place + count).flatMap((on) => [0, on ? 1 : 0]);
  }
}
