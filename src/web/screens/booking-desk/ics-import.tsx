import { Button } from '@mantine/core';
import { type ChangeEvent, useRef, useState } from 'react';
import type { ClosureImported } from '../../../contracts/http/index.js';
import { deskCalls, touchedByTimes } from '../../api/booking-desk.js';
import { useChange } from '../../api/change.js';
import { useTimes } from '../../api/times.js';
import { useTongue } from '../../i18n/language.js';
import { Notice } from '../../ui/notice.js';
import { ProblemNotice } from '../../ui/problem.js';
import { useToast } from '../../ui/toasts.js';
import { Part } from '../../ui/part.js';
import classes from './desk.module.css';

/** Closures from a calendar file: first what would come of it, then the same for good. */
export function IcsImport() {
  const { t } = useTongue();
  const words = t.desk;
  const toast = useToast();
  const file = useRef<HTMLInputElement>(null);
  const [ics, setIcs] = useState<string>();
  const trying = useChange((text: string) => deskCalls.importClosures({ ics: text, dryRun: true }), []);
  const importing = useChange(async (text: string) => {
    const { made } = await deskCalls.importClosures({ ics: text, dryRun: false });
    toast({ text: words.imported(made) });
    setIcs(undefined);
    trying.reset();
    if (file.current !== null) file.current.value = '';
  }, touchedByTimes);
  const read = async ({ currentTarget }: ChangeEvent<HTMLInputElement>): Promise<void> => {
    const text = await currentTarget.files?.[0]?.text();
    setIcs(text);
    importing.reset();
    if (text === undefined) trying.reset();
    else trying.mutate(text);
  };
  const possible = trying.data?.items.filter(({ outcome }) => outcome === 'possible').length ?? 0;
  return (
    <Part title={words.import}>
      <p className={classes.quiet}>{words.importHint}</p>
      <label className={classes.file}>
        {words.file}
        <input ref={file} type="file" accept=".ics,text/calendar" onChange={(event) => void read(event)} />
      </label>
      <div role="status" className={classes.preview}>
        {trying.data !== undefined && <Preview found={trying.data} />}
      </div>
      <ProblemNotice error={importing.error ?? trying.error} />
      {ics !== undefined && possible > 0 && (
        <Button size="md" loading={importing.isPending} onClick={() => importing.mutate(ics)}>
          {words.importAll(possible)}
        </Button>
      )}
    </Part>
  );
}

function Preview({ found }: { readonly found: ClosureImported }) {
  const { language, t } = useTongue();
  const words = t.desk;
  const { daySpan } = useTimes();
  return (
    <>
      {found.items.length === 0 ? <p>{words.foundNone}</p> : <p className={classes.rowTitle}>{words.found}</p>}
      <ul className={classes.ticks}>
        {found.items.map(({ from, to, reason, outcome }) => (
          <li key={`${from} ${to} ${reason.pl}`} className={classes.foundItem}>
            <span>
              {reason[language]}
              <small>{daySpan(Date.parse(from), Date.parse(to))}</small>
            </span>
            <span className={classes.outcome} data-outcome={outcome}>
              {words.outcomes[outcome]}
            </span>
          </li>
        ))}
      </ul>
      {found.faults.length > 0 && (
        <Notice tone="wait" title={words.faults}>
          <ul className={classes.faults}>
            {found.faults.map(({ line, text }) => (
              <li key={`${line} ${text.pl}`}>
                {text[language]}
                {line !== null && ` (${words.line(line)})`}
              </li>
            ))}
          </ul>
        </Notice>
      )}
    </>
  );
}
