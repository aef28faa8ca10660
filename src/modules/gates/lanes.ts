/** Work of many lanes side by side, each lane in order. Bounded: a lane that is full says so. */
export class Lanes {
  private readonly tails = new Map<string, { tail: Promise<void>; length: number }>();

  constructor(
    private readonly lengthMax: number,
    private readonly failed: (error: unknown) => void,
  ) {}

  /** False: the lane is full, and the work was not taken. */
  add(lane: string, work: () => Promise<void>): boolean {
    const kept = this.tails.get(lane) ?? { tail: Promise.resolve(), length: 0 };
    if (kept.length >= this.lengthMax) return false;
    kept.length += 1;
    kept.tail = kept.tail
      .then(work)
      .catch(this.failed)
      .finally(() => {
        kept.length -= 1;
        if (kept.length === 0) this.tails.delete(lane);
      });
    this.tails.set(lane, kept);
    return true;
  }

  /** Resolves when all that was taken is done. */
  async idle(): Promise<void> {
    while (this.tails.size > 0) await Promise.all([...this.tails.values()].map(async ({ tail }) => await tail));
  }
}
