import { z } from 'zod';
import { gateAction, playedGate } from '../bridge/control.js';
import { bilingual, id, refusal } from './basics.js';

/** The virtual gates of the demo workshop, tapped through the bridge's local socket (embedded default on loopback only). */
export const virtualCard = z.object({ key: z.string(), memberName: z.string(), note: bilingual });
export const virtualGate = playedGate.omit({ session: true, connected: true }).extend({ machineId: id });
export const demoView = z.object({ cards: z.array(virtualCard), gates: z.array(virtualGate) });
export type DemoView = z.infer<typeof demoView>;
export const demoTapRequest = z.strictObject({ gate: z.string().max(40), card: z.string().max(40) });
export type DemoTapRequest = z.infer<typeof demoTapRequest>;
/** What the reader showed, and all refusals in both languages. */
export const demoTapAnswer = z.object({
  answered: z.boolean(),
  verdict: z.enum(['allow', 'deny', 'info']).nullable(),
  code: z.string().nullable(),
  light: z.string().nullable(),
  text: z.string().nullable(),
  refusals: z.array(refusal),
});
export type DemoTapAnswer = z.infer<typeof demoTapAnswer>;
export const demoGateRequest = z.strictObject({ gate: z.string().max(40), action: gateAction });
export type DemoGateRequest = z.infer<typeof demoGateRequest>;
