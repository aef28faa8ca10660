export interface Options {
  readonly quick: boolean;
}

/** One number: ours against the floor's, and the goal of their ratio. Without a floor the goal is of ours. */
export interface Row {
  readonly id: string;
  readonly name: string;
  readonly unit: string;
  readonly ours: number;
  readonly floor: number | null;
  readonly ratio: number | null;
  readonly goal: string | null;
  readonly met: boolean | null;
}

const shown = (value: number | null): string =>
  value === null ? '' : Math.abs(value) >= 100 ? value.toFixed(0) : value.toFixed(2);

export function table(rows: readonly Row[]): string {
  const lines = rows.map((row) => [
    row.id,
    row.name,
    row.unit,
    shown(row.ours),
    shown(row.floor),
    shown(row.ratio),
    row.goal ?? '',
    row.met === null ? '' : row.met ? 'met' : 'not met',
  ]);
  const all = [['', 'what', 'unit', 'ours', 'floor', 'ratio', 'goal', ''], ...lines];
  const widths = all[0]!.map((_, column) => Math.max(...all.map((line) => line[column]!.length)));
  return all
    .map((line) =>
      line
        .map((cell, i) => (i > 2 && i < 6 ? cell.padStart(widths[i]!) : cell.padEnd(widths[i]!)))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
