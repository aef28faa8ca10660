import { type Logger, pino } from 'pino';

export type Log = Logger;

/** JSON lines on stdout. What must never be in a log is cut here, in one place. */
export function makeLog(name: string, level = 'info'): Log {
  return pino({
    name,
    level,
    base: { name },
    redact: {
      paths: [
        'uid',
        'sun',
        'password',
        'key',
        'token',
        'authorization',
        'cookie',
        '*.uid',
        '*.sun',
        '*.password',
        '*.key',
        '*.token',
        '*.authorization',
        '*.cookie',
      ],
      censor: '[cut]',
    },
  });
}

export const silentLog: Log = pino({ level: 'silent' });
