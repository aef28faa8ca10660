import { Button } from '@mantine/core';
import type { DemoGateRequest, DemoTapAnswer, DemoView } from '../../../contracts/http/index.js';
import { useVirtualGate, useVirtualTap } from '../../api/demo.js';
import { useTile } from '../../api/live/live.js';
import { sayError } from '../../api/problem.js';
import { useTongue } from '../../i18n/language.js';
import { Icon } from '../../ui/icons.js';
import { Light } from '../../ui/light.js';
import { Notice } from '../../ui/notice.js';
import { PowerWord } from '../../ui/power-word.js';
import { Refusals } from '../../ui/refusals.js';
import classes from './demo.module.css';

type Gate = DemoView['gates'][number];

interface VirtualReaderProps {
  readonly gate: Gate;
  readonly name: string;
  readonly card: DemoView['cards'][number];
}

/** A reader that can be tapped: the button, what the reader then shows, and ways to make trouble. */
export function VirtualReader({ gate, name, card }: VirtualReaderProps) {
  const { language, t } = useTongue();
  const tile = useTile(gate.machineId);
  const tap = useVirtualTap();
  return (
    <div className={classes.parts}>
      <Button
        size="md"
        leftSection={<Icon name="card" />}
        aria-label={t.demo.tapAt(card.memberName, name)}
        loading={tap.isPending}
        onClick={() => tap.mutate({ gate: gate.slug, card: card.key })}
      >
        {t.demo.tap}
      </Button>
      <div role="status" className={classes.display}>
        {tap.data === undefined && tap.error === null && <p className={classes.quiet}>{t.demo.waitingForTap}</p>}
        {tap.error !== null && (
          <Notice tone="bad">
            <p>{sayError(tap.error, language, t)}</p>
          </Notice>
        )}
        {tap.data !== undefined && <ReaderDisplay answer={tap.data} />}
      </div>
      {tile !== undefined && <PowerWord power={tile.power} watts={tile.powerW} />}
      <Trouble gate={gate} name={name} />
    </div>
  );
}

function ReaderDisplay({ answer }: { readonly answer: DemoTapAnswer }) {
  const { t } = useTongue();
  if (!answer.answered) return <p className={classes.quiet}>{t.demo.noAnswer}</p>;
  const light = answer.light ?? 'off';
  return (
    <>
      <p className={classes.shown}>
        <Light colour={light} />
        <span>
          {answer.verdict !== null && <strong>{t.demo.verdicts[answer.verdict]}. </strong>}
          {answer.text}
          <small>{t.demo.light(t.demo.lights[light] ?? light)}</small>
        </span>
      </p>
      {answer.refusals.length > 0 && <Refusals refusals={answer.refusals} />}
    </>
  );
}

type Control = 'cable' | 'powered' | 'estop' | 'stuck';
interface Switchable {
  readonly control: Control;
  readonly well: boolean;
  readonly toBad: DemoGateRequest['action'];
  readonly toWell: DemoGateRequest['action'];
}

/** Each control stands either well or in trouble, and is one switch. */
const controlsOf = (gate: Gate): readonly Switchable[] => [
  { control: 'cable', well: gate.cable === 'in', toBad: 'cable-out', toWell: 'cable-in' },
  { control: 'powered', well: gate.powered, toBad: 'power-cut', toWell: 'power-on' },
  { control: 'estop', well: !gate.estop, toBad: 'estop-press', toWell: 'estop-release' },
  { control: 'stuck', well: !gate.stuck, toBad: 'relay-stick', toWell: 'relay-free' },
];

function Trouble({ gate, name }: { readonly gate: Gate; readonly name: string }) {
  const { language, t } = useTongue();
  const order = useVirtualGate();
  return (
    <details className={classes.trouble}>
      <summary>
        <Icon name="warning" />
        {t.demo.trouble}
      </summary>
      <div className={classes.controls}>
        {controlsOf(gate).map(({ control, well, toBad, toWell }) => {
          const words = t.demo.controls[control];
          return (
            <button
              key={control}
              type="button"
              role="switch"
              aria-checked={well}
              aria-label={t.tile.about(words.name, name)}
              className={classes.control}
              onClick={() => order.mutate({ gate: gate.slug, action: well ? toBad : toWell })}
            >
              <span>{words.name}</span>
              <strong data-well={well}>
                <Icon name={well ? 'check' : 'cross'} size={18} />
                {well ? words.on : words.off}
              </strong>
            </button>
          );
        })}
        <p className={classes.quiet}>
          {t.demo.relay}: {gate.relay ? t.demo.relayStates.on : t.demo.relayStates.off}
        </p>
        {order.error !== null && (
          <Notice tone="bad" alert>
            <p>{sayError(order.error, language, t)}</p>
          </Notice>
        )}
      </div>
    </details>
  );
}
