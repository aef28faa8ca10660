import type { Bilingual, Machine } from '../../contracts/http/index.js';

/** The workshop at Jezuicka Street. Keys are names within the demo. */
export const demoWorkshopName: Bilingual = { pl: 'Pracownia Jezuicka', en: 'Jezuicka Street workshop' };

export const demoCompetencies = {
  laser: { pl: 'Laser CNC', en: 'CNC laser' },
  ploter: { pl: 'Ploter do folii', en: 'Foil plotter' },
  haft: { pl: 'Haft komputerowy', en: 'Computer embroidery' },
  druk: { pl: 'Prasa drukarska', en: 'Print press' },
  druk3d: { pl: 'Druk 3D', en: '3D printing' },
  pilarki: { pl: 'Pilarki stolarskie', en: 'Woodworking saws' },
  tokarka: { pl: 'Toczenie w drewnie', en: 'Wood turning' },
  wiertarka: { pl: 'Wiertarka stołowa', en: 'Drill press' },
} satisfies Record<string, Bilingual>;
export type DemoCompetency = keyof typeof demoCompetencies;

/** One extractor: only one of the saws may run at a time. */
export const demoGroupName: Bilingual = { pl: 'Pilarki na wspólnym odciągu', en: 'Saws on one extractor' };

export interface DemoMachine {
  /** Also the slug of its gate. */
  readonly slug: string;
  readonly name: Bilingual;
  readonly hazard: Machine['hazard'];
  readonly bookingMode: Machine['bookingMode'];
  readonly competencies: readonly DemoCompetency[];
  readonly grouped?: true;
  /** No drill is recorded: its gate refuses power, as that of a new high-hazard machine does. */
  readonly undrilled?: true;
}

const machine = (
  slug: string,
  pl: string,
  en: string,
  hazard: Machine['hazard'],
  bookingMode: Machine['bookingMode'],
  competencies: readonly DemoCompetency[] = [],
): DemoMachine => ({ slug, name: { pl, en }, hazard, bookingMode, competencies });

export const demoMachines: readonly DemoMachine[] = [
  machine('laser', 'Laser CNC', 'CNC laser', 'medium', 'required', ['laser']),
  machine('ploter', 'Ploter tnący do folii', 'Foil plotter', 'low', 'required', ['ploter']),
  machine('haft', 'Hafciarka komputerowa', 'Computer embroidery machine', 'low', 'required', ['haft']),
  machine('szycie-1', 'Maszyna do szycia nr 1', 'Sewing machine 1', 'low', 'walk-up'),
  machine('szycie-2', 'Maszyna do szycia nr 2', 'Sewing machine 2', 'low', 'walk-up'),
  machine('prasa', 'Prasa drukarska', 'Print press', 'medium', 'required', ['druk']),
  machine('foto', 'Studio fotograficzne', 'Photo studio', 'low', 'open'),
  machine('druk3d-1', 'Drukarka 3D nr 1', '3D printer 1', 'low', 'walk-up', ['druk3d']),
  machine('druk3d-2', 'Drukarka 3D nr 2', '3D printer 2', 'low', 'walk-up', ['druk3d']),
  { ...machine('pilarka', 'Pilarka stołowa', 'Table saw', 'high', 'required', ['pilarki']), grouped: true },
  { ...machine('tasmowa', 'Pilarka taśmowa', 'Band saw', 'high', 'required', ['pilarki']), grouped: true },
  { ...machine('tokarka', 'Tokarka do drewna', 'Wood lathe', 'high', 'required', ['tokarka']), undrilled: true },
  machine('wiertarka', 'Wiertarka stołowa', 'Drill press', 'medium', 'walk-up', ['wiertarka']),
  machine('odciag', 'Odciąg wiórów i pyłu', 'Dust extraction', 'low', 'open'),
];
