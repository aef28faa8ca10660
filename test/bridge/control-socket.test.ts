import { execFile } from 'node:child_process';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { yes } from './played-service.js';
import { Workshop } from './workshop.js';

let shop: Workshop;
let boot: number;
beforeEach(async () => {
  shop = await Workshop.open();
  boot = await shop.start();
});
afterEach(async () => shop.close());

describe('the socket', () => {
  it('is its owner’s alone, and tells what there is', async () => {
    expect(statSync(join(shop.dataDir, 'bridge.sock')).mode & 0o777).toBe(0o600);
    expect(await shop.ask({ id: 'x', do: 'cards' })).toEqual({
      id: 'x',
      ok: true,
      cards: [{ key: 'anna', memberName: 'Anna Wójcik', note: { pl: 'ma rezerwację', en: 'has a booking' } }],
    });
    const { gates } = (await shop.ask({ id: 1, do: 'gates' })) as { gates: object[] };
    expect(gates).toHaveLength(2);
    expect(gates[0]).toMatchObject({
      slug: 'laser',
      powered: true,
      cable: 'in',
      estop: false,
      stuck: false,
      relay: false,
    });
  });

  it('plays each action of a gate', async () => {
    const act = async (action: string) =>
      ((await shop.ask({ id: 1, do: 'gate', gate: 'laser', action })) as { gate: object }).gate;
    expect(await act('cable-out')).toMatchObject({ cable: 'out', powered: true });
    expect(await act('cable-in')).toMatchObject({ cable: 'in' });
    expect(await act('estop-press')).toMatchObject({ estop: true });
    expect(await act('power-cut')).toMatchObject({ powered: false, estop: true });
    expect(await shop.ask({ id: 2, do: 'tap', gate: 'laser', card: 'anna' })).toMatchObject({ ok: false });
    expect(await act('power-on')).toMatchObject({ powered: true, estop: true });
    expect(await act('estop-release')).toMatchObject({ estop: false });
    expect(await act('relay-stick')).toMatchObject({ stuck: true });
    expect(await act('relay-free')).toMatchObject({ stuck: false });
  });

  it('answers what does not fit with a sentence, and lives on', async () => {
    const wrong: [unknown, string][] = [
      [{ id: 1, do: 'tap', gate: 'lathe', card: 'anna' }, 'There is no gate "lathe". There are: laser, saw.'],
      [{ id: 1, do: 'tap', gate: 'laser', card: 'bob' }, 'There is no card "bob". There are: anna.'],
      [{ id: 1, do: 'dance' }, 'The request does not fit'],
      [{ do: 'gates' }, 'The request does not fit: id'],
      ['nonsense\n', 'The line is not JSON.'],
      ['x'.repeat(5_000), 'A line has at most 4096 bytes.'],
    ];
    for (const [request, error] of wrong) {
      expect(await shop.ask(request)).toMatchObject({ ok: false, error: expect.stringContaining(error) as string });
    }
    expect(await shop.ask({ id: 1, do: 'cards' })).toMatchObject({ ok: true });
  });
});

describe('npm run tap', () => {
  const script = fileURLToPath(new URL('../../.scripts/tap.mjs', import.meta.url));
  const tap = (...args: string[]): Promise<{ code: number; text: string }> =>
    new Promise((resolve) => {
      execFile(process.execPath, [script, '--data-dir', shop.dataDir, ...args], (error, stdout, stderr) => {
        resolve({ code: Number(error?.code ?? 0), text: stdout + stderr });
      });
    });

  async function answered(verdict: 'allow' | 'deny') {
    const ended = tap('--gate', 'laser', '--card', 'anna');
    const { n } = (await shop.service.hears('tap', { boot })) as { n: number };
    const text = verdict === 'allow' ? 'Dzień dobry, Anno.' : 'Najpierw szkolenie.';
    await shop.service.say('laser', 'ui', {
      ...yes(boot, n),
      verdict,
      text,
      light: verdict === 'allow' ? 'green' : 'red',
    });
    return ended;
  }

  it('prints what the reader shows, and exits 0 on yes', async () => {
    expect(await answered('allow')).toEqual({ code: 0, text: 'green  Dzień dobry, Anno.  [ok]\n' });
  });

  it('exits 1 on no', async () => {
    expect(await answered('deny')).toMatchObject({ code: 1, text: expect.stringContaining('red') as string });
  });

  it('lists and plays, and exits 2 with a sentence when it cannot', async () => {
    expect(await tap('--data-dir', '/nowhere', '--list')).toMatchObject({
      code: 2,
      text: expect.stringContaining('npm start') as string,
    });
    expect(await tap('--list')).toMatchObject({ code: 0, text: expect.stringContaining('Anna Wójcik') as string });
    expect(await tap('--gate', 'laser', '--estop', 'press')).toMatchObject({ code: 0 });
    expect((await tap('--gate', 'laser', '--stick')).text).toContain('e-stop pressed');
    for (const wrong of [[], ['--gate', 'laser'], ['--gate', 'laser', '--cable', 'up'], ['--nonsense']]) {
      expect(await tap(...wrong)).toMatchObject({ code: 2, text: expect.stringContaining('usage:') as string });
    }
    const unknown = await tap('--gate', 'lathe', '--card', 'anna');
    expect(unknown).toEqual({ code: 2, text: 'There is no gate "lathe". There are: laser, saw.\n' });
  });
});
