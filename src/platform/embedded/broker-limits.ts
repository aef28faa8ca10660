/** What one client, one address and all together may ask of the embedded broker, each with its reason. */
export const brokerLimits = {
  /** The largest payload is a list of just under 64 kB; nothing larger is ever buffered. */
  packetBytes: 65_536,
  /** Username, password, client id and a will of 1 kB. Nobody who has not signed in may send more in one packet. */
  packetBytesBeforeConnect: 4_096,
  /** A client that opens a socket has its CONNECT ready. */
  connectWithinMs: 5_000,
  /** The database answers in milliseconds; a CONNECT that waits longer is told to come back. */
  authenticateWithinMs: 5_000,
  /** A workshop has tens of gates; the bench has 200. Each idle connection costs some 20 kB. */
  connections: 1_000,
  /** A bridge serves many gates from one address, but one address must not take every place. */
  connectionsPerAddress: 500,
  /** Gates have one connection; only trusted names (a service and its replicas) have several. */
  connectionsPerUsername: 32,
  /** A gate sends a few packets a second; a journal that catches up sends hundreds. */
  packetsPerSecond: 2_000,
  packetBurst: 3_000,
  bytesPerSecond: 1_000_000,
  byteBurst: 4_000_000,
  /** A wrong password is a mistake in a set-up, which tries again for ever, or an attack. */
  failuresPerUsernameAndAddress: 10,
  failuresPerAddress: 100,
  failureWindowMs: 60_000,
  topicBytes: 256,
  topicLevels: 16,
  /** Counted as asked for, granted or not. */
  filtersPerClient: 64,
  /** Packets that a client may send ahead of its CONNACK. */
  packetsBeforeConnack: 16,
  /** Bytes that wait for a client that does not read: a list and some commands. Then it is cut, so that it holds up nobody. */
  unsentBytes: 262_144,
  /** A trusted client receives from all gates at once. */
  unsentBytesTrusted: 16_777_216,
  drainWithinMs: 5_000,
  retainedTopics: 4_096,
  retainedBytes: 33_554_432,
  /** Two clients that take one id from each other in turn. */
  takeoversBeforeFlapping: 5,
  takeoverWindowMs: 60_000,
  /** An attack must not fill the log. */
  logLinesPerSecond: 20,
} as const;
export type BrokerLimits = { readonly [name in keyof typeof brokerLimits]: number };
