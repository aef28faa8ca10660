import type { DemoView, Me, Tile } from '../../../src/contracts/http/index.js';

const minute = 60_000;
const inMinutes = (minutes: number): string => new Date(Date.now() + minutes * minute).toISOString();
const uuid = (n: number): string => `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`;

export const password = 'fake-password-for-tests';
/** Of the one link that works. */
export const firstAdminToken = 'a'.repeat(43);
const person = (n: number, key: string, name: string, roles: Me['roles'], language: Me['language'] = 'pl'): Me => ({
  id: uuid(n),
  name,
  email: `${key}@brama.example`,
  language,
  roles,
  hidesName: false,
  timeZone: 'Europe/Warsaw',
  demo: true,
});
export const people = (): Me[] => [
  person(1, 'anna', 'Anna Kowalska', ['member']),
  person(2, 'piotr', 'Piotr Wiśniewski', ['member']),
  person(3, 'staff', 'Tomasz Nowak', ['member', 'staff']),
];

const blank = (n: number, slug: string, pl: string, en: string): Tile => ({
  machineId: uuid(100 + n),
  version: 1,
  slug,
  name: { pl, en },
  hazard: 'low',
  bookingMode: 'required',
  state: 'free',
  power: 'off',
  contactAt: inMinutes(0),
  estop: false,
  fault: null,
  outOfOrder: null,
  powerW: null,
  session: null,
  booking: null,
  nextBooking: null,
  gate: { slug },
});
const booking = (from: number, to: number, who = people()[1]): NonNullable<Tile['booking']> => ({
  from: inMinutes(from),
  to: inMinutes(to),
  memberId: who?.id ?? null,
  memberName: who?.name ?? null,
});
const session = (
  n: number,
  who: Me | undefined,
  state: 'starting' | 'running' | 'ending',
  from: number,
  to: number,
): NonNullable<Tile['session']> => ({
  id: uuid(200 + n),
  memberId: who?.id ?? null,
  memberName: who?.name ?? null,
  state,
  openedAt: inMinutes(from),
  hardEnd: inMinutes(to),
  withdrawnCode: null,
});

/** One machine in every state that there is. */
export function fakeTiles(): Tile[] {
  const [anna, piotr] = people();
  return [
    {
      ...blank(1, 'laser', 'Laser CNC', 'CNC laser'),
      hazard: 'high',
      state: 'booked',
      booking: booking(-10, 50, anna),
    },
    {
      ...blank(2, 'drukarka-3d', 'Drukarka 3D – Prusa', '3D printer – Prusa'),
      state: 'in-use',
      power: 'on',
      powerW: 118.4,
      session: session(2, piotr, 'running', -35, 42),
      nextBooking: booking(60, 120, anna),
    },
    {
      ...blank(3, 'pila-stolowa', 'Piła stołowa', 'Table saw'),
      hazard: 'high',
      state: 'estop',
      estop: true,
    },
    {
      ...blank(4, 'pila-tasmowa', 'Piła taśmowa', 'Band saw'),
      hazard: 'high',
      state: 'fault',
      power: 'on',
      fault: 'relay-stuck',
    },
    {
      ...blank(5, 'tokarka', 'Tokarka', 'Lathe'),
      hazard: 'medium',
      state: 'out-of-order',
      outOfOrder: { since: inMinutes(-3000), reason: 'Pęknięty pasek napędowy / broken drive belt' },
    },
    {
      ...blank(6, 'wiertarka', 'Wiertarka kolumnowa', 'Drill press'),
      hazard: 'medium',
      state: 'offline',
      power: 'unknown',
      contactAt: inMinutes(-7),
    },
    {
      ...blank(7, 'studio', 'Studio fotograficzne', 'Photo studio'),
      state: 'no-gate',
      power: 'unknown',
      contactAt: null,
      gate: null,
    },
    {
      ...blank(8, 'ploter', 'Ploter do folii', 'Foil plotter'),
      state: 'ending',
      power: 'on',
      powerW: 24,
      session: session(8, piotr, 'ending', -60, 0.3),
    },
    {
      ...blank(9, 'haft', 'Hafciarka komputerowa', 'Computer embroidery machine'),
      state: 'starting',
      session: session(9, anna, 'starting', 0, 4),
    },
    {
      ...blank(10, 'overlock', 'Maszyna do szycia – overlock', 'Sewing machine – overlock'),
      nextBooking: booking(95, 155),
    },
    { ...blank(11, 'prasa', 'Prasa do nadruków', 'Print press') },
  ];
}

export function fakeDemo(): DemoView {
  const note = (pl: string, en: string): { pl: string; en: string } => ({ pl, en });
  return {
    cards: [
      {
        key: 'anna',
        memberName: 'Anna Kowalska',
        note: note('Ma uprawnienie i rezerwację lasera', 'Certified, has the laser booked'),
      },
      { key: 'piotr', memberName: 'Piotr Wiśniewski', note: note('Bez szkolenia z lasera', 'No laser training') },
      { key: 'staff', memberName: 'Tomasz Nowak', note: note('Obsługa pracowni', 'Workshop staff') },
    ],
    gates: fakeTiles()
      .filter(({ gate }) => gate !== null)
      .map(({ machineId, slug, power, estop, state }) => ({
        slug,
        machineId,
        powered: true,
        cable: state === 'offline' ? ('out' as const) : ('in' as const),
        estop,
        stuck: state === 'fault',
        relay: power === 'on',
      })),
  };
}
