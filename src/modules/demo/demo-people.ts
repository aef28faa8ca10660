import type { Bilingual, Language, Role } from '../../contracts/http/index.js';
import type { DemoCompetency } from './demo-machines.js';

export interface DemoMember {
  /** Key of the card, and what stands before the `@` of the address. */
  readonly key: string;
  readonly name: string;
  readonly roles: readonly Role[];
  readonly language?: Language;
  readonly suspendedReason?: string;
  /** Days from the first start; undefined: without end. */
  readonly membershipDays?: number;
  /** Competency → days from the first start to its end; undefined: without end. */
  readonly certificates: Partial<Record<DemoCompetency, number | undefined>>;
  /** What makes this card worth tapping. */
  readonly note: Bilingual;
}

export const demoMembers: readonly DemoMember[] = [
  {
    key: 'admin',
    name: 'Magdalena Zielińska',
    roles: ['member', 'admin'],
    certificates: { laser: undefined, druk3d: undefined },
    note: { pl: 'Administratorka', en: 'Administrator' },
  },
  {
    key: 'staff',
    name: 'Tomasz Nowak',
    roles: ['member', 'staff'],
    certificates: { wiertarka: undefined, pilarki: undefined, druk3d: undefined },
    note: { pl: 'Obsługa pracowni', en: 'Workshop staff' },
  },
  {
    key: 'instructor',
    name: 'Krystyna Wójcik',
    roles: ['member', 'instructor'],
    certificates: { laser: undefined, ploter: undefined, haft: undefined, druk: undefined, tokarka: undefined },
    note: { pl: 'Instruktorka lasera, haftu i druku', en: 'Instructor for laser, embroidery and print' },
  },
  {
    key: 'anna',
    name: 'Anna Kowalska',
    roles: ['member'],
    certificates: { laser: 300, ploter: undefined, druk3d: undefined },
    note: { pl: 'Ma uprawnienie na laser i rezerwację teraz', en: 'Certified for the laser and has it booked now' },
  },
  {
    key: 'piotr',
    name: 'Piotr Wiśniewski',
    roles: ['member'],
    certificates: { tokarka: undefined, wiertarka: undefined },
    note: {
      pl: 'Bez szkolenia z lasera; zarezerwował tokarkę, która czeka na próbę bramki',
      en: 'No laser training; booked the lathe, whose gate waits for its drill',
    },
  },
  {
    key: 'zofia',
    name: 'Zofia Mazur',
    roles: ['member'],
    certificates: { pilarki: undefined, haft: undefined, ploter: undefined },
    note: { pl: 'Zarezerwowała teraz pilarkę stołową', en: 'Has the table saw booked now' },
  },
  {
    key: 'julia',
    name: 'Julia Szymańska',
    roles: ['member'],
    language: 'en',
    certificates: { laser: 5, druk: undefined },
    note: { pl: 'Uprawnienie na laser wygasa za kilka dni', en: 'Laser certificate expires within days' },
  },
  {
    key: 'jan',
    name: 'Jan Dąbrowski',
    roles: ['member'],
    certificates: { laser: -30, druk3d: undefined },
    note: { pl: 'Uprawnienie na laser wygasło', en: 'Laser certificate has expired' },
  },
  {
    key: 'ewa',
    name: 'Ewa Kamińska',
    roles: ['member'],
    membershipDays: -12,
    certificates: { haft: undefined, druk3d: undefined },
    note: { pl: 'Członkostwo wygasło', en: 'Membership has expired' },
  },
  {
    key: 'marek',
    name: 'Marek Lewandowski',
    roles: ['member'],
    suspendedReason: 'Nieopłacone materiały',
    certificates: { laser: undefined, wiertarka: undefined },
    note: { pl: 'Konto zawieszone', en: 'Account suspended' },
  },
];

export const demoEmail = (key: string): string => `${key}@brama.example`;

export interface DemoCard {
  readonly key: string;
  /** Undefined: nobody's, a card that the workshop has never seen. */
  readonly member: DemoMember | undefined;
  readonly blockedReason?: string;
  readonly note: Bilingual;
}

/** One card each; Zofia has lost one; and one is nobody's. */
export const demoCards: readonly DemoCard[] = [
  ...demoMembers.map((member) => ({ key: member.key, member, note: member.note })),
  {
    key: 'zofia-zgubiona',
    member: demoMembers.find(({ key }) => key === 'zofia'),
    blockedReason: 'Zgubiona',
    note: { pl: 'Zgubiona karta Zofii, zablokowana', en: 'Zofia’s lost card, blocked' },
  },
  { key: 'obca', member: undefined, note: { pl: 'Karta spoza pracowni', en: 'A card from outside' } },
];

export const demoCardOwner = ({ member }: DemoCard): string => member?.name ?? '—';
