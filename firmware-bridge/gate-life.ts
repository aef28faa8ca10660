import {
  type DownRelay,
  type DownUi,
  downTopic,
  type GateState,
  type UpKind,
  upTopic,
} from '../src/contracts/mqtt/index.js';
import { confirmWithinMs } from '../src/core/numbers.js';
import type { Clock } from '../src/platform/clock/clock.js';
import type { Log } from '../src/platform/log/log.js';
import { type Message, MqttLink } from '../src/platform/mqtt/mqtt-link.js';
import type { Device, DeviceEvent } from './drivers/driver.js';
import type { DropCount } from './drop-count.js';
import { Inbox, orderKinds } from './inbox.js';
import type { Journal, NewEvent } from './journal.js';
import { JournalUpload } from './journal-upload.js';
import { type CardRead, LiveTaps } from './live-taps.js';
import { PowerReport } from './power-report.js';
import { RelayContact } from './relay-contact.js';
import { type LeaseInput, type LeaseState, type LeaseStep, powerUp, stepLease } from './relay-lease.js';
import { TapLimit } from './tap-limit.js';

export interface GateSettings {
  readonly slug: string;
  readonly password: string;
  /** Of a signed gate: orders without its signature are dropped. */
  readonly key: Uint8Array | undefined;
  readonly mqttUrl: string;
  readonly heartbeatMs: number;
  readonly firmware: string;
}

export interface GateParts {
  readonly journal: Journal;
  readonly device: Device;
  readonly clock: Clock;
  readonly log: Log;
  readonly drops: DropCount;
}

/** A relay that has not closed by then will not: the service has given the session up too. */
const startWithinMs = confirmWithinMs + 1_000;

/** One gate from power-up to power cut: all that a gate forgets when its power goes. */
export class GateLife {
  private lease: LeaseState;
  private readonly bornMono: number;
  private readonly inbox: Inbox;
  private readonly taps: LiveTaps;
  private readonly tapLimit: TapLimit;
  private readonly upload: JournalUpload;
  private readonly contact: RelayContact;
  private readonly power: PowerReport;
  private link: MqttLink | undefined;
  private changedUpMs: number | undefined;
  private cancelHeartbeat: () => void = () => {};
  private cancelLease: () => void = () => {};
  /** Set while a contact that was told to close has not. */
  private cancelStart: (() => void) | undefined;
  /** The lease is being carried out: what the contact does is no news. */
  private settling = false;

  constructor(
    readonly boot: number,
    private readonly settings: GateSettings,
    private readonly parts: GateParts,
  ) {
    const { journal, device, clock, drops } = parts;
    this.bornMono = clock.monoMs();
    this.lease = powerUp(boot, device.estop);
    this.inbox = new Inbox(settings.slug, settings.key, drops);
    this.tapLimit = new TapLimit(clock);
    this.taps = new LiveTaps(
      clock,
      (tap) => this.publish('tap', { boot, ...tap }, false),
      () => this.upload.advance(),
    );
    this.upload = new JournalUpload(journal, boot, clock, this.taps, (batch) => this.publish('journal', batch, false));
    this.contact = new RelayContact(device, clock, {
      opened: (opening) => this.note({ kind: 'relay-off', ...opening }),
      stuck: (session) => {
        this.note({ kind: 'relay-stuck', session });
        this.publishState();
      },
    });
    this.power = new PowerReport(clock, (power) => this.publish('power', { boot, ...power }, false));
    this.note({ kind: 'power-up' });
    if (device.closed) this.contact.open({ session: null, cause: 'power-up' });
    this.beat();
  }

  get connected(): boolean {
    return this.link?.connected === true;
  }

  get session(): string | null {
    return this.lease.on ? this.lease.session : null;
  }

  plugIn(): void {
    const { slug, password, mqttUrl } = this.settings;
    const link = new MqttLink(
      {
        url: mqttUrl,
        username: slug,
        clientId: slug,
        password,
        protocolVersion: 4,
        will: { topic: upTopic(slug, 'state'), payload: this.gone(), qos: 1, retain: true },
      },
      this.parts.clock,
      this.parts.log,
    );
    this.link = link;
    for (const kind of orderKinds) link.subscribe(downTopic(slug, kind), kind === 'ack' ? 1 : 0);
    link.on('message', (message) => {
      if (link === this.link) this.receive(message);
    });
    link.on('down', () => {
      if (link === this.link) this.upload.disconnect();
    });
    link.on('up', () => {
      if (link !== this.link) return;
      this.publishState();
      this.upload.connect();
    });
    link.start();
  }

  /** The cable is out: no farewell, and nothing more comes in or goes out. */
  plugOut(): void {
    this.link?.cut();
    this.link = undefined;
    this.upload.disconnect();
  }

  /** The power is gone, and with it all of this. */
  cutPower(): void {
    this.plugOut();
    this.forgetTimers();
    this.parts.device.do({ kind: 'relay-off' });
  }

  /** Off, seen to be off, said and written down, then goodbye. */
  async stop(closeDevices: () => Promise<void>): Promise<void> {
    this.step({ kind: 'let-go', by: 'gate' });
    await closeDevices();
    this.forgetTimers();
    this.link?.publish(upTopic(this.settings.slug, 'state'), this.gone(), { qos: 1, retain: true });
    await this.link?.stop();
    this.link = undefined;
  }

  onDevice(event: DeviceEvent): void {
    if (event.kind === 'card') this.tap(event);
    else if (event.kind === 'contact') this.onContact(event.closed, event.lapsed === true);
    else if (event.kind === 'power')
      this.power.take({ w: event.w, ...(event.wh === undefined ? {} : { wh: event.wh }) });
    else if (event.kind === 'lost') this.step({ kind: 'let-go', by: 'gate' });
    else this.step({ kind: 'estop', pressed: event.pressed });
  }

  /** Takes a card and returns the tap's number; undefined when it was refused here. */
  tap(card: CardRead): number | undefined {
    if (!this.tapLimit.allows()) return this.refuseTap('too-many');
    const readUpMs = this.upMs();
    const n = this.note({ kind: 'tap', tech: card.tech, uid: card.uid });
    if (n === undefined) return this.refuseTap('journal');
    const seen = this.connected
      ? ({ light: 'white', sound: 'tick' } as const)
      : ({ light: 'amber', sound: 'deny' } as const);
    this.parts.device.do({ kind: 'show', ...seen, text: '' });
    this.taps.add(n, readUpMs, {
      tech: card.tech,
      uid: card.uid,
      ...(card.sun === undefined ? {} : { sun: card.sun }),
    });
    return n;
  }

  /** Calls `then` when tap `n` is answered; returns what takes the wish back. */
  onAnswer(n: number, then: (answer: DownUi) => void): () => void {
    return this.taps.ask(n, then);
  }

  private refuseTap(reason: string): undefined {
    this.parts.drops.add('tap', reason);
    this.parts.device.do({ kind: 'show', light: 'amber', sound: 'deny', text: '' });
    return undefined;
  }

  private receive(message: Message): void {
    const order = this.inbox.open(message);
    if (order === undefined) return;
    if (order.kind === 'retained-command') {
      if (order.isNews) this.note({ kind: 'retained-command' });
    } else if (order.kind === 'relay') this.command(order.value);
    else if (order.kind === 'ui') this.show(order.value);
    else this.acknowledge(order.value.boot, order.value.upto);
  }

  private command(command: DownRelay): void {
    this.step({ kind: 'time' });
    const step = stepLease(this.lease, { kind: 'command', command }, this.upMs());
    for (const news of step.news) if (news.kind === 'dropped') this.parts.drops.add('relay', news.reason);
    const started = step.news.find((news) => news.kind === 'on');
    if (started !== undefined && !this.noteStart(started.session)) {
      // What cannot be written down is not done.
      this.parts.drops.add('relay', 'journal');
      return;
    }
    this.settle(step);
  }

  /** Written before the relay closes; of two sessions that follow at once, the first one's end too. */
  private noteStart(session: string): boolean {
    if (
      this.lease.on &&
      this.note({ kind: 'relay-off', session: this.lease.session, cause: 'superseded' }) === undefined
    ) {
      return false;
    }
    return this.note({ kind: 'relay-on', session, cause: 'lease' }) !== undefined;
  }

  private step(input: LeaseInput): void {
    this.settle(stepLease(this.lease, input, this.upMs()));
  }

  /** Makes the world fit the lease: the contact at once, then the journal, then the state. */
  private settle({ state, news }: LeaseStep): void {
    const before = this.lease;
    this.lease = state;
    if (!state.on) this.endStart();
    this.settling = true;
    if (state.on && news.some(({ kind }) => kind === 'taken')) {
      this.contact.close(state.endsUpMs - this.upMs());
      if (news.some(({ kind }) => kind === 'on') && !this.contact.closed) this.awaitStart();
    } else if (!state.on && (before.on || this.contact.closed)) {
      this.contact.open(before.on ? { session: before.session, cause: state.cause } : undefined);
    }
    for (const item of news) {
      if (item.kind === 'lapsed') this.note({ kind: 'lease-lapsed', session: item.session });
      if (item.kind === 'estop') this.note({ kind: item.pressed ? 'estop-pressed' : 'estop-released' });
    }
    this.settling = false;
    this.armLease();
    if (news.some(({ kind }) => kind !== 'dropped')) this.publishState();
  }

  private onContact(closed: boolean, lapsed: boolean): void {
    this.changedUpMs = this.upMs();
    if (closed) this.endStart();
    if (!closed && this.lease.on) this.step({ kind: 'let-go', by: lapsed ? 'timer' : 'local' });
    else if (!closed) this.contact.opened();
    else if (!this.lease.on) this.contact.open({ session: null, cause: 'stuck' });
    if (!this.settling) this.publishState();
  }

  private show(ui: DownUi): void {
    if (ui.boot !== this.boot) {
      this.parts.drops.add('ui', 'boot');
      return;
    }
    this.parts.device.do({ kind: 'show', light: ui.light, sound: ui.sound, text: ui.text });
    if (ui.for === undefined) return;
    this.taps.answer(ui.for, ui);
  }

  private acknowledge(boot: number, upto: number): void {
    this.attempt(() => this.parts.journal.acknowledge(boot, upto));
    if (boot === this.boot) this.taps.acknowledge(upto);
    this.upload.acknowledged(boot);
  }

  /** Writes an event down and sends it; undefined when the disk did not take it. */
  private note(event: Omit<NewEvent, 'up_ms'>): number | undefined {
    const { journal, clock } = this.parts;
    const whole = { ...event, up_ms: this.upMs(), wall_ms: clock.wallMs(), clock: 'rtc' as const };
    const n = this.attempt(() => journal.append(this.boot, whole));
    if (n !== undefined && event.kind !== 'tap') this.upload.advance();
    return n;
  }

  private attempt<T>(act: () => T): T | undefined {
    try {
      return act();
    } catch (error) {
      if (this.parts.drops.add('journal', 'disk')) {
        this.parts.log.error({ reason: (error as Error).message }, 'the journal cannot be written: no new power');
      }
      return undefined;
    }
  }

  /** While the contact has yet to close there is nothing to say: "off" would be the answer to the start, and end it. */
  private publishState(): void {
    if (this.cancelStart !== undefined && this.lease.on) return;
    const { seq, session, by, cause, estop } = this.lease;
    const { closed, stuck } = this.contact;
    const state: GateState = {
      online: true,
      boot: this.boot,
      seq,
      on: closed,
      session,
      by,
      cause: stuck && closed ? 'stuck' : cause,
      estop,
      up_ms: this.upMs(),
      fw: this.settings.firmware,
      ...(this.changedUpMs === undefined ? {} : { changed_up_ms: this.changedUpMs }),
    };
    this.publish('state', state, true);
  }

  private publish(kind: UpKind, payload: unknown, retain: boolean): boolean {
    const topic = upTopic(this.settings.slug, kind);
    return this.link?.publish(topic, JSON.stringify(payload), { qos: kind === 'power' ? 0 : 1, retain }) === true;
  }

  private gone(): string {
    return JSON.stringify({ online: false, boot: this.boot });
  }

  private upMs(): number {
    return Math.floor(this.parts.clock.monoMs() - this.bornMono);
  }

  private beat(): void {
    this.publishState();
    this.cancelHeartbeat = this.parts.clock.after(this.settings.heartbeatMs, () => this.beat());
  }

  private awaitStart(): void {
    this.endStart();
    this.cancelStart = this.parts.clock.after(startWithinMs, () => {
      this.cancelStart = undefined;
      this.step({ kind: 'let-go', by: 'gate' });
    });
  }

  private endStart(): void {
    this.cancelStart?.();
    this.cancelStart = undefined;
  }

  private armLease(): void {
    this.cancelLease();
    if (!this.lease.on) return;
    const wait = Math.max(1, this.lease.endsUpMs - this.upMs());
    this.cancelLease = this.parts.clock.after(wait, () => this.step({ kind: 'time' }));
  }

  private forgetTimers(): void {
    this.cancelHeartbeat();
    this.cancelLease();
    this.endStart();
    this.contact.forget();
    this.taps.stop();
    this.power.stop();
    this.upload.disconnect();
  }
}
