/**
 * Named places where a test may end the process as a power cut would (`BRAMA_FAULT_POINT=<name>`, and only for what concerns
 * `BRAMA_FAULT_GATE`, if given). Without the variable, as in production, they do nothing.
 */
const wanted = process.env['BRAMA_FAULT_POINT'];
const onlyGate = process.env['BRAMA_FAULT_GATE'];

export function faultPoint(name: string, gate?: string): void {
  if (wanted === name && (gate === undefined || onlyGate === undefined || gate === onlyGate))
    process.kill(process.pid, 'SIGKILL');
}
