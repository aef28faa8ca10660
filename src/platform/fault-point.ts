/**
 * Named places where a test may end the process as a power cut would, or with `BRAMA_FAULT_SIGNAL=SIGSTOP` hold
 * it, once (`BRAMA_FAULT_POINT=<name>`, and only for what concerns `BRAMA_FAULT_GATE`, if given). Without the variable, as in
 * production, they do nothing.
 */
let wanted = process.env['BRAMA_FAULT_POINT'];
const onlyGate = process.env['BRAMA_FAULT_GATE'];
const signal = process.env['BRAMA_FAULT_SIGNAL'] === 'SIGSTOP' ? 'SIGSTOP' : 'SIGKILL';

export function faultPoint(name: string, gate?: string): void {
  if (wanted !== name || (gate !== undefined && onlyGate !== undefined && gate !== onlyGate)) return;
  wanted = undefined;
  process.kill(process.pid, signal);
}
