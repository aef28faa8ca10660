import { Inject, Injectable } from '@nestjs/common';
import type { ZodSafeParseResult } from 'zod';
import type {
  BookingSettings,
  MachineRules,
  SettingChange,
  SettingScope,
  StoredSetting,
} from '../../contracts/http/index.js';
import { fieldText } from '../../core/words/fields.js';
import { Clock } from '../../platform/clock/clock.js';
import { Database, type Transaction } from '../../platform/database/database.js';
import { Failure } from '../../platform/http/failure.js';
import { IdSource } from '../../platform/ids/ids.js';
import type { ServiceConfig } from '../../service-config.js';
import { AuditService } from '../audit/index.js';
import { type CallerIdentity, seesOthers } from '../auth/index.js';
import { BramaEventBus } from '../events.js';
import { bumpMachines, lockAllCalendars, lockCalendar, MachinesService } from '../machines/index.js';
import { membershipKindOf } from '../members/index.js';
import { Notices } from '../notices/index.js';
import { notFitting } from '../not-fitting.js';
import {
  allSettings,
  putSetting,
  type SaidSetting,
  settingFor,
  settingsFor,
  settingsOfRule,
  takeSettingAway,
} from './booking-settings.repository.js';
import { bookingsShutOut, openingHoursCode } from './shut-out.js';
import { bookingSettings, settable, settingKinds, wordsOf } from './setting-kinds.js';

/** What machines, their groups, memberships and the workshop say about the rules of bookings. */
@Injectable()
export class BookingSettingsService {
  constructor(
    private readonly db: Database,
    private readonly machines: MachinesService,
    private readonly clock: Clock,
    private readonly ids: IdSource,
    private readonly audit: AuditService,
    private readonly events: BramaEventBus,
    private readonly notices: Notices,
    @Inject('config') private readonly config: Pick<ServiceConfig, 'timeZone'>,
  ) {}

  async all(): Promise<BookingSettings> {
    const said = await allSettings(this.db);
    return { kinds: [...settingKinds], stored: said.map(toStored) };
  }

  /** What was decided from the settings before is decided again: the versions of all machines concerned rise. */
  async change(by: string, code: string, change: SettingChange): Promise<void> {
    const setting = settable(code);
    if (setting === undefined) throw new Failure('not-found');
    const { scope } = change;
    const settings =
      change.settings === null ? null : fitting(setting.params.safeParse(change.settings, { reportInput: true }));
    const machineIds = await this.db.transaction(async (tx) => {
      const locked = await lockConcerned(tx, scope);
      await bumpMachines(tx, locked);
      const before = await settingsOfRule(tx, code);
      if (settings === null) {
        await takeSettingAway(tx, code, scope);
      } else {
        const changedAt = this.clock.wallMs();
        await putSetting(tx, { id: this.ids.next(), rule: code, scope, settings, changedAt, changedBy: by });
      }
      if (code === openingHoursCode) await this.tellShutOut(tx, scope, before);
      await this.audit.record(tx, {
        actor: by,
        action: 'booking-setting-changed',
        subject: { kind: 'booking-setting', id: code },
        detail: { code, scope, settings },
      });
      return locked;
    });
    await Promise.all(machineIds.map(async (machineId) => await this.events.emit('machine-changed', { machineId })));
  }

  /** Bookings that the new hours do not cover stay, and their members are told. */
  private async tellShutOut(
    tx: Transaction,
    { kind, id }: SettingScope,
    before: readonly SaidSetting[],
  ): Promise<void> {
    const change = { before, after: await settingsOfRule(tx, openingHoursCode) };
    const at = { now: this.clock.wallMs(), zone: this.config.timeZone };
    const shutOut = await bookingsShutOut(tx, kind === 'machine' ? id : null, change, at);
    const told = shutOut.map(({ id: bookingId, memberId, machineName: { pl, en }, during }) => {
      const params = { machinePl: pl, machineEn: en, ...during };
      return { memberId, kind: 'hours-changed' as const, params, subject: { kind: 'booking' as const, id: bookingId } };
    });
    await this.notices.tellEach(tx, told);
  }

  /** What holds for a machine and for whoever would book it. */
  async of(by: CallerIdentity, machineId: string, memberId: string): Promise<MachineRules> {
    if (memberId !== by.memberId && !seesOthers(by)) throw new Failure('not-allowed');
    const { machineGroupId } = await this.machines.get(machineId);
    const membershipKindId = await membershipKindOf(this.db, memberId);
    if (membershipKindId === undefined) throw new Failure('not-found');
    const subject = { machineId, machineGroupId, membershipKindId };
    const said = await settingsFor(this.db, subject);
    return {
      machineId,
      rules: bookingSettings.map(({ code, override, params }) => {
        const { settings: stored, origin } = settingFor(said, code, subject);
        const from = said.find(({ rule, scope }) => rule === code && scope === origin);
        const settings = params.parse(stored) as Record<string, unknown>;
        const { title, holds } = wordsOf(code);
        return {
          code,
          title,
          text: holds(settings) ?? null,
          settings,
          from: { kind: origin, id: from?.scopeId ?? null, name: from?.scopeName ?? null },
          override,
        };
      }),
    };
  }
}

/** Whoever moves between groups or memberships meanwhile is concerned too: but for those of one machine, all are. */
async function lockConcerned(tx: Transaction, { kind, id }: SettingChange['scope']): Promise<string[]> {
  if (kind !== 'machine' || id === null) return await lockAllCalendars(tx);
  if (!(await lockCalendar(tx, id))) throw notFitting('scope.id', 'unknown-machine');
  return [id];
}

function fitting(parsed: ZodSafeParseResult<unknown>): object {
  if (parsed.success) return parsed.data as object;
  const fields = parsed.error.issues.map((issue) => {
    const text = fieldText(issue);
    return { field: ['settings', ...issue.path.map(String)].join('.'), message: text.en, text };
  });
  throw new Failure('invalid-input', {}, { fields });
}

const toStored = ({ rule, scope, scopeId, scopeName, settings }: SaidSetting): StoredSetting => ({
  code: rule,
  scope: { kind: scope, id: scopeId, name: scopeName },
  settings,
});
