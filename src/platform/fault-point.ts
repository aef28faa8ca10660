/**
 * Named places where a test may end the process as a power cut would (`BRAMA_FAULT_POINT=<name>`). Without the variable, as
 * in production, they do nothing.
 */
const wanted = process.env['BRAMA_FAULT_POINT'];

export function faultPoint(name: string): void {
  if (wanted === name) process.kill(process.pid, 'SIGKILL');
}
