import { randomBytes } from 'node:crypto';
import type { z } from 'zod';
import type {
  card,
  certificate,
  gateCredential,
  machine,
  member,
  session,
  booking,
} from '../../src/contracts/http/index.js';

export interface Answer {
  readonly status: number;
  readonly body: unknown;
}

/** The API as a client sees it, signed in as staff. */
export class Api {
  constructor(
    readonly baseUrl: string,
    private readonly cookie: string,
  ) {}

  /** The first admin of a fresh workshop, by the link that the service printed. */
  static async firstAdmin(baseUrl: string, token: string): Promise<Api> {
    const answer = await fetch(`${baseUrl}/api/v1/auth/first-admin`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: baseUrl },
      body: JSON.stringify({ token, name: 'Ewa Nowak', email: 'ewa@brama.example', password: 'bardzo-dlugie-haslo' }),
    });
    if (!answer.ok) throw new Error(`first admin: ${answer.status} ${await answer.text()}`);
    return new Api(baseUrl, answer.headers.getSetCookie()[0]?.split(';')[0] ?? '');
  }

  /** The same account at another replica. */
  at(baseUrl: string): Api {
    return new Api(baseUrl, this.cookie);
  }

  async call(method: string, path: string, body?: unknown): Promise<Answer> {
    const answer = await fetch(`${this.baseUrl}/api/v1${path}`, {
      method,
      headers: {
        cookie: this.cookie,
        origin: this.baseUrl,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    return { status: answer.status, body: text === '' ? undefined : (JSON.parse(text) as unknown) };
  }

  /** Fails on anything but success. */
  async must<T = unknown>(method: string, path: string, body?: unknown): Promise<T> {
    const answer = await this.call(method, path, body);
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body as T;
  }

  async competency(): Promise<string> {
    return (await this.must<{ id: string }>('POST', '/competencies', { name: { pl: 'Laser', en: 'Laser' } })).id;
  }

  async machine(slug: string, changes: Record<string, unknown> = {}): Promise<z.infer<typeof machine>> {
    return await this.must('POST', '/machines', {
      name: { pl: `Maszyna ${slug}`, en: `Machine ${slug}` },
      slug,
      hazard: 'medium',
      bookingMode: 'required',
      competencyIds: [],
      ...changes,
    });
  }

  async gate(machineId: string, slug: string): Promise<z.infer<typeof gateCredential>> {
    return await this.must('POST', '/gates', { machineId, slug });
  }

  /** A member with a card. */
  async member(name: string): Promise<z.infer<typeof member> & { uid: string; cardId: string }> {
    const email = `${randomBytes(6).toString('hex')}@brama.example`;
    const made = await this.must<z.infer<typeof member>>('POST', '/members', { name, email, roles: ['member'] });
    const uid = `04${randomBytes(6).toString('hex')}`;
    const { id } = await this.must<z.infer<typeof card>>('POST', `/members/${made.id}/cards`, {
      tech: 'iso14443a',
      uid,
    });
    return { ...made, uid, cardId: id };
  }

  async certify(memberId: string, competencyId: string): Promise<z.infer<typeof certificate>> {
    return await this.must('POST', '/certificates', { memberId, competencyId });
  }

  /** From a minute ago, unless told otherwise. */
  async book(machineId: string, memberId: string, from: number, to: number): Promise<z.infer<typeof booking>> {
    return await this.must('POST', '/bookings', {
      machineId,
      memberId,
      from: new Date(from).toISOString(),
      to: new Date(to).toISOString(),
    });
  }

  async openSessions(machineId: string): Promise<z.infer<typeof session>[]> {
    return (await this.must<{ items: z.infer<typeof session>[] }>('GET', `/sessions?open=true&machine=${machineId}`))
      .items;
  }
}
