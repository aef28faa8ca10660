import type { ReactNode } from 'react';

/** Line drawings on a 24 × 24 grid. They never stand alone: a word beside them, or the name of their button, says it. */
const drawings = {
  gate: (
    <>
      <path d="M5 20v-8a7 7 0 0 1 14 0v8" />
      <path d="m13 9-3.5 5H14l-3.5 5" />
    </>
  ),
  menu: <path d="M4 7h16M4 12h16M4 17h16" />,
  person: (
    <>
      <circle cx="12" cy="8" r="3.5" />
      <path d="M5 20c.6-4 3.4-6 7-6s6.4 2 7 6" />
    </>
  ),
  sun: (
    <>
      <circle cx="12" cy="12" r="4" />
      <path d="M12 3v2m0 14v2M3 12h2m14 0h2M5.6 5.6 7 7m10 10 1.4 1.400m0-12.800L17 7M7 17l-1.4 1.4" />
    </>
  ),
  moon: <path d="M19.5 14.500A8 8 0 0 1 9.5 4.500a8 8 0 1 0 10 10Z" />,
  screen: (
    <>
      <rect x="4" y="5" width="16" height="11" rx="2" />
      <path d="M9 20h6" />
    </>
  ),
  check: <path d="m5 12.5 4.5 4.500L19 7.5" />,
  cross: <path d="m6.5 6.5 11 11m0-11-11 11" />,
  info: (
    <>
      <circle cx="12" cy="12" r="8.5" />
      <path d="M12 11.500V16m0-8.200v.2" />
    </>
  ),
  question: (
    <>
      <circle cx="12" cy="12" r="8.5" />
      <path d="M9.7 9.700a2.3 2.3 0 1 1 3.4 2c-.8.4-1.1.9-1.1 1.800m0 2.600v.1" />
    </>
  ),
  warning: (
    <>
      <path d="M12 4.5 3.5 19h17Z" />
      <path d="M12 10v4m0 2.600v.1" />
    </>
  ),
  stop: (
    <>
      <path d="M8.5 3.500h7l5 5v7l-5 5h-7l-5-5v-7Z" />
      <path d="M9 12h6" />
    </>
  ),
  wrench: <path d="M19.5 7.500a4.5 4.5 0 0 1-6 5L7 19a2 2 0 0 1-3-3l6.5-6.500a4.5 4.5 0 0 1 5.5-6l-2.5 3 .5 3 3 .5Z" />,
  unplugged: (
    <>
      <path d="m4 4 16 16" />
      <path d="M9 3.500V7m6-3.500V8H9.800M7 8v3a5 5 0 0 0 7.5 4.300M17 12.500V8M12 16v4.5" />
    </>
  ),
  off: (
    <>
      <circle cx="12" cy="12" r="8.5" />
      <path d="M8 12h8" />
    </>
  ),
  hourglass: <path d="M7 4h10M7 20h10M8 4c0 5 8 6 8 11v5M16 4c0 5-8 6-8 11v5" />,
  running: (
    <>
      <circle cx="12" cy="12" r="8.5" />
      <path d="m10 8.5 5.5 3.5-5.5 3.500Z" />
    </>
  ),
  calendar: (
    <>
      <rect x="4" y="5.5" width="16" height="14" rx="2" />
      <path d="M4 10h16M8.5 3.500v4m7-4v4" />
    </>
  ),
  free: (
    <>
      <circle cx="12" cy="12" r="8.5" />
      <path d="m8.5 12.3 2.5 2.5 4.6-5" />
    </>
  ),
  bolt: <path d="M13.5 3 6 13.500h5.500L10.5 21 18 10.500h-5.500Z" />,
  card: (
    <>
      <rect x="3.5" y="6" width="17" height="12" rx="2" />
      <path d="M3.5 10h17M7 14.500h4" />
    </>
  ),
  lock: (
    <>
      <rect x="5.5" y="11" width="13" height="9" rx="2" />
      <path d="M8.5 11V8a3.5 3.5 0 0 1 7 0v3" />
    </>
  ),
  unlock: (
    <>
      <rect x="5.5" y="11" width="13" height="9" rx="2" />
      <path d="M8.5 11V8a3.5 3.5 0 0 1 6.7-1.4" />
    </>
  ),
  previous: <path d="m14.5 6-6 6 6 6" />,
  next: <path d="m9.5 6 6 6-6 6" />,
  more: (
    <>
      <circle cx="5.5" cy="12" r=".8" />
      <circle cx="12" cy="12" r=".8" />
      <circle cx="18.5" cy="12" r=".8" />
    </>
  ),
  search: (
    <>
      <circle cx="11" cy="11" r="6" />
      <path d="m15.5 15.5 4.5 4.5" />
    </>
  ),
  eye: (
    <>
      <path d="M3 12c2-4 5.2-6 9-6s7 2 9 6c-2 4-5.2 6-9 6s-7-2-9-6Z" />
      <circle cx="12" cy="12" r="2.5" />
    </>
  ),
  eyeOff: (
    <>
      <path d="M3 12c2-4 5.2-6 9-6s7 2 9 6c-2 4-5.2 6-9 6s-7-2-9-6Z" />
      <path d="m5 4 14 16" />
    </>
  ),
  lamp: <circle cx="12" cy="12" r="6.5" />,
  bell: (
    <>
      <path d="M6 16.500c1.200-1.500 1.500-3 1.500-6a4.500 4.500 0 0 1 9 0c0 3 .3 4.500 1.500 6Z" />
      <path d="M10.500 19.500h3M12 4v2" />
    </>
  ),
  plus: <path d="M12 5.500v13M5.500 12h13" />,
  down: <path d="m6.500 9.500 5.500 5.500 5.500-5.500" />,
  logOut: <path d="M10 4.500H6a1.5 1.5 0 0 0-1.5 1.500v12A1.5 1.5 0 0 0 6 19.500h4m5-3.5 4-4-4-4m4 4H10" />,
} satisfies Record<string, ReactNode>;
export type IconName = keyof typeof drawings;

export function Icon({
  name,
  size = 20,
  filled = false,
}: {
  readonly name: IconName;
  readonly size?: number;
  readonly filled?: boolean;
}) {
  return (
    <svg
      aria-hidden="true"
      focusable="false"
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill={filled ? 'currentColor' : 'none'}
      stroke="currentColor"
      strokeWidth={1.8}
      strokeLinecap="round"
      strokeLinejoin="round"
    >
      {drawings[name]}
    </svg>
  );
}
