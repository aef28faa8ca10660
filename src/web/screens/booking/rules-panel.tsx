import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { machineRulesQuery } from '../../api/bookings.js';
import { sayError } from '../../api/problem.js';
import { useTongue } from '../../i18n/language.js';
import { Notice } from '../../ui/notice.js';
import classes from './booking.module.css';

interface RulesPanelProps {
  readonly machineId: string;
  readonly memberId?: string | undefined;
}

/** What holds for this machine, with its numbers, and where each comes from. */
export function RulesPanel(props: RulesPanelProps) {
  const { t } = useTongue();
  const [opened, setOpened] = useState(false);
  return (
    <details className={classes.more} onToggle={({ currentTarget: { open } }) => setOpened(open)}>
      <summary>{t.booking.rules}</summary>
      {opened && <Rules {...props} />}
    </details>
  );
}

function Rules({ machineId, memberId }: RulesPanelProps) {
  const { language, t } = useTongue();
  const { data, error } = useQuery(machineRulesQuery(machineId, memberId));
  if (error !== null)
    return (
      <Notice tone="bad" alert>
        <p>{sayError(error, language, t)}</p>
      </Notice>
    );
  if (data === undefined) return <p className={classes.quiet}>{t.app.loading}</p>;
  const asking = data.rules
    .flatMap((rule) => (rule.text === null ? [] : [{ ...rule, text: rule.text }]))
    .toSorted((a, b) => Number(a.from.kind === 'default') - Number(b.from.kind === 'default'));
  if (asking.length === 0) return <p className={classes.quiet}>{t.booking.noRules}</p>;
  return (
    <ul className={classes.rules}>
      {asking.map(({ code, text, from }) => (
        <li key={code}>
          {text[language]}
          <span className={classes.quiet}>
            {from.name === null ? t.booking.ruleFrom(t.booking.rulesFrom[from.kind]) : from.name[language]}
          </span>
        </li>
      ))}
    </ul>
  );
}
