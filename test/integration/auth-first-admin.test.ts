import { afterAll, beforeAll, expect, it } from 'vitest';
import { FirstAdminService } from '../../src/modules/members/index.js';
import { cookieOf, type HttpWorkshop, password, startHttpWorkshop } from '../support/http-workshop.js';

let workshop: HttpWorkshop;
beforeAll(async () => {
  workshop = await startHttpWorkshop({ env: { BRAMA_PUBLIC_URL: 'https://brama.example' } });
});
afterAll(async () => await workshop.stop());

const link = async () => await workshop.app.get(FirstAdminService).link();
const use = async (token: string, email = 'szefowa@brama.example') =>
  await workshop.call('POST', '/api/v1/auth/first-admin', { body: { token, name: 'Szefowa', email, password } });
const tokenOf = (url: string | undefined) => new URL(url!).hash.slice(1);

it('makes one admin, by a link that lives a day and works once', async () => {
  const first = await link();
  expect(first).toMatch(/^https:\/\/brama\.example\/first-admin#[\w-]{43}$/);
  expect((await use('a'.repeat(43))).body.code).toBe('link-void');

  workshop.clock.forward(24 * 3_600_000);
  expect((await use(tokenOf(first))).body.code).toBe('link-void');

  const [one, other] = [tokenOf(await link()), tokenOf(await link())];
  const answers = await Promise.all([use(one), use(other, 'b@brama.example'), use(one, 'c@brama.example')]);
  expect(answers.map(({ status }) => String(status)).toSorted()).toEqual(['201', '422', '422']);

  const made = answers.find(({ status }) => status === 201)!;
  expect(made.body).toMatchObject({ name: 'Szefowa', roles: ['member', 'admin'], demo: false });
  const me = await workshop.call('GET', '/api/v1/auth/me', { headers: { cookie: cookieOf(made) } });
  expect(me.body).toEqual(made.body);
  expect(await link()).toBeUndefined();
  expect((await use(one)).body.code).toBe('link-void');
});
