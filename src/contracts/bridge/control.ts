import { z } from 'zod';

// How virtual gates are played, over the bridge's local socket: a JSON object a line in, with an `id`; one out with the
// same. Spoken by the demo and by `npm run tap`.

const name = z.string().max(40);

export const gateAction = z.enum([
  'cable-out',
  'cable-in',
  'power-cut',
  'power-on',
  'estop-press',
  'estop-release',
  'relay-stick',
  'relay-free',
]);
export type GateAction = z.infer<typeof gateAction>;

export const controlRequest = z.discriminatedUnion('do', [
  z.object({ do: z.literal('tap'), gate: name, card: name }),
  z.object({ do: z.literal('gates') }),
  z.object({ do: z.literal('cards') }),
  z.object({ do: z.literal('gate'), gate: name, action: gateAction }),
]);
export type ControlRequest = z.infer<typeof controlRequest>;

/** How a gate's devices stand, as one sees who stands in front of it. */
export const playedGate = z.object({
  slug: z.string(),
  powered: z.boolean(),
  cable: z.enum(['in', 'out']),
  estop: z.boolean(),
  stuck: z.boolean(),
  relay: z.boolean(),
  session: z.string().nullable(),
  connected: z.boolean(),
});
export type PlayedGate = z.infer<typeof playedGate>;

export const tapReply = z.object({
  /** What the reader showed; null: it got no answer. */
  answer: z
    .object({
      verdict: z.enum(['allow', 'deny', 'info']),
      code: z.string(),
      light: z.string(),
      sound: z.string(),
      text: z.string(),
    })
    .nullable(),
  boot: z.int(),
  n: z.int(),
});
export type TapReply = z.infer<typeof tapReply>;
export const gatesReply = z.object({ gates: z.array(playedGate) });
export const gateReply = z.object({ gate: playedGate });

/** Every answer is one of these: done, with what was asked for; or not, and why. */
export const failedReply = z.object({ ok: z.literal(false), error: z.string() });
export const doneReply = <Shape extends z.ZodRawShape>(answer: z.ZodObject<Shape>) =>
  z.object({ ok: z.literal(true), ...answer.shape });
