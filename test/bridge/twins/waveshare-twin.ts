import { ModbusTwin } from './modbus-twin.js';

/** Waveshare's board: coils, and a flash that runs out by itself. */
export class WaveshareTwin extends ModbusTwin {
  readonly coils = Array<boolean>(8).fill(false);
  /** Called when a flash has run out. */
  lapsed = (): void => undefined;
  private readonly timers = new Map<number, NodeJS.Timeout>();

  protected write(fn: number, place: number, value: number): void {
    const [kind, channel] = [place >> 8, place & 0xff];
    if (fn !== 5 || channel > 7) throw new Error(`not of this board: function ${fn} at ${place}`);
    clearTimeout(this.timers.get(channel));
    if (kind === 0x00) this.coils[channel] = value === 0xff00;
    else if (kind === 0x02) {
      this.coils[channel] = true;
      this.timers.set(
        channel,
        setTimeout(() => {
          this.coils[channel] = false;
          this.lapsed();
        }, value * 100),
      );
    } else throw new Error(`it would switch on by itself: ${place.toString(16)}`);
  }

  protected read(fn: number, place: number, count: number): number[] {
    if (fn !== 1 || place !== 0 || count !== 8) throw new Error(`function ${fn} reads ${count} from ${place}`);
    return [this.coils.reduce((bits, on, at) => bits | (on ? 1 << at : 0), 0)];
  }
}
