/**
 * Waits until `condition` gives something, looking every few milliseconds; fails with a sentence that says what was waited
 * for (a function, where that is only known in the end). Never sleeps a fixed time.
 */
export async function until<T>(
  condition: () => T | undefined | false | null | Promise<T | undefined | false | null>,
  { deadlineMs, what }: { readonly deadlineMs: number; readonly what: string | (() => string) },
): Promise<T> {
  const end = performance.now() + deadlineMs;
  for (;;) {
    const found = await condition();
    if (found !== undefined && found !== false && found !== null) return found;
    if (performance.now() > end)
      throw new Error(`waited ${deadlineMs} ms in vain for ${typeof what === 'string' ? what : what()}`);
    await new Promise((resolve) => {
      setTimeout(resolve, 5);
    });
  }
}
