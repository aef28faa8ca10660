import { Button, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import type { Tile } from '../../../contracts/http/index.js';
import { call } from '../../api/call.js';
import { useTile } from '../../api/live/live.js';
import { sayError } from '../../api/problem.js';
import { routes } from '../../api/routes.js';
import { useTongue } from '../../i18n/language.js';
import { Dialog, type MachineDialogProps } from '../../ui/dialog.js';
import { Icon } from '../../ui/icons.js';
import { Notice } from '../../ui/notice.js';
import classes from './dialogs.module.css';

type Action = 'stop' | 'lock' | 'unlock';
/** What was sent; `confirmed` looks at the tile, since only the machine itself can say that it happened. */
interface Sent {
  readonly action: Action;
  readonly confirmed: (tile: Tile) => boolean;
}
const patienceMs = 30_000;

/** What staff can do to a machine: stop its session, take it out of service, put it back. */
export default function StaffDialog({ machineId, opened, close }: MachineDialogProps) {
  const { language, t } = useTongue();
  const tile = useTile(machineId);
  const [action, setAction] = useState<Action>();
  const [sent, setSent] = useState<Sent>();
  const finish = (): void => {
    setAction(undefined);
    setSent(undefined);
    close();
  };
  if (tile === undefined) return null;
  const name = tile.name[language];
  const titles = { stop: t.staff.stopTitle, lock: t.staff.lockTitle, unlock: t.staff.unlockTitle };
  return (
    <Dialog opened={opened} close={finish} title={action === undefined ? t.tile.staffMenu(name) : titles[action](name)}>
      {action === undefined && <Choices tile={tile} choose={setAction} />}
      {action !== undefined && sent === undefined && (
        <Confirm tile={tile} action={action} cancel={() => setAction(undefined)} accepted={setSent} />
      )}
      {sent !== undefined && <Outcome confirmed={sent.confirmed(tile)} close={finish} />}
    </Dialog>
  );
}

function Choices({ tile, choose }: { readonly tile: Tile; readonly choose: (action: Action) => void }) {
  const { t } = useTongue();
  return (
    <div className={classes.choices}>
      {tile.session !== null && (
        <Button size="md" variant="default" leftSection={<Icon name="stop" />} onClick={() => choose('stop')}>
          {t.staff.stop}
        </Button>
      )}
      {tile.outOfOrder === null ? (
        <Button size="md" variant="default" leftSection={<Icon name="lock" />} onClick={() => choose('lock')}>
          {t.staff.lock}
        </Button>
      ) : (
        <Button size="md" variant="default" leftSection={<Icon name="unlock" />} onClick={() => choose('unlock')}>
          {t.staff.unlock}
        </Button>
      )}
    </div>
  );
}

function send(tile: Tile, action: Action, reason: string): Promise<Sent> {
  const params = { id: tile.machineId };
  if (action === 'unlock')
    return call(routes.unlock, { params }).then(() => ({ action, confirmed: (now) => now.outOfOrder === null }));
  if (action === 'lock')
    return call(routes.lock, { params, body: { reason } }).then(() => ({
      action,
      confirmed: (now) => now.outOfOrder !== null && now.session === null,
    }));
  const session = tile.session?.id ?? '';
  return call(routes.stopSession, { params: { id: session }, body: { reason } }).then(() => ({
    action,
    confirmed: (now) => now.session?.id !== session,
  }));
}

interface ConfirmProps {
  readonly tile: Tile;
  readonly action: Action;
  readonly cancel: () => void;
  readonly accepted: (sent: Sent) => void;
}

function Confirm({ tile, action, cancel, accepted }: ConfirmProps) {
  const { language, t } = useTongue();
  const reason = useRef<HTMLInputElement>(null);
  const [missing, setMissing] = useState(false);
  const order = useMutation({ mutationFn: (why: string) => send(tile, action, why), onSuccess: accepted });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const why = reason.current?.value.trim() ?? '';
    setMissing(action !== 'unlock' && why === '');
    if (action !== 'unlock' && why === '') reason.current?.focus();
    else if (!order.isPending) order.mutate(why);
  };
  const hints = { stop: t.staff.stopHint, lock: t.staff.lockHint, unlock: t.staff.unlockHint };
  return (
    <form className={classes.parts} noValidate onSubmit={submit}>
      <p>{hints[action]}</p>
      {action !== 'unlock' && (
        <TextInput
          ref={reason}
          className={classes.field}
          size="md"
          autoFocus
          label={t.staff.reason}
          description={t.staff.reasonHint}
          maxLength={500}
          required
          error={missing && t.staff.reasonMissing}
          errorProps={{ role: 'alert' }}
        />
      )}
      <Notice tone="idle">
        <p>{t.app.notSafety}</p>
      </Notice>
      {order.error !== null && (
        <Notice tone="bad" alert>
          <p>{sayError(order.error, language, t)}</p>
        </Notice>
      )}
      <div className={classes.buttons}>
        <Button size="md" variant="default" onClick={cancel}>
          {t.staff.cancel}
        </Button>
        <Button size="md" type="submit" color={action === 'unlock' ? 'petrol' : 'red.9'} loading={order.isPending}>
          {t.staff[action]}
        </Button>
      </div>
    </form>
  );
}

function Outcome({ confirmed, close }: { readonly confirmed: boolean; readonly close: () => void }) {
  const { t } = useTongue();
  const [late, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), patienceMs);
    return () => clearTimeout(timer);
  }, []);
  const text = confirmed ? t.staff.done : late ? t.staff.unconfirmed : t.staff.waiting;
  return (
    <div className={classes.parts}>
      <div role="status">
        <Notice
          tone={confirmed ? 'good' : late ? 'bad' : 'busy'}
          icon={confirmed ? 'free' : late ? 'warning' : 'hourglass'}
        >
          <p>{text}</p>
        </Notice>
      </div>
      <div className={classes.buttons}>
        <Button size="md" variant="default" autoFocus onClick={close}>
          {t.app.close}
        </Button>
      </div>
    </div>
  );
}
