type Handler<E> = (event: E) => Promise<void> | void;

/** Typed events from a lower module to a higher one. `emit` resolves once every handler has; it rejects if one did. */
export class EventBus<Events extends object> {
  private readonly handlers = new Map<keyof Events, Set<Handler<never>>>();

  on<K extends keyof Events>(name: K, handler: Handler<Events[K]>): () => void {
    const handlers = this.handlers.get(name) ?? new Set();
    this.handlers.set(name, handlers);
    handlers.add(handler);
    return () => handlers.delete(handler);
  }

  async emit<K extends keyof Events>(name: K, event: Events[K]): Promise<void> {
    const results = await Promise.allSettled(
      [...(this.handlers.get(name) ?? [])].map(async (handler) => await (handler as Handler<Events[K]>)(event)),
    );
    const failed = results.find((result) => result.status === 'rejected');
    if (failed !== undefined) throw failed.reason;
  }
}
