import { Button, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { membersQuery } from '../../api/bookings.js';
import { sayError } from '../../api/problem.js';
import { useTongue } from '../../i18n/language.js';
import { Notice } from '../../ui/notice.js';
import classes from './booking.module.css';

export interface Person {
  readonly id: string;
  readonly name: string;
}

interface ForMemberProps {
  readonly person: Person | undefined;
  readonly choose: (person: Person | undefined) => void;
}

const foundMax = 6;
const lettersMin = 2;

/** Staff book for somebody else, found by name. */
export function ForMember({ person, choose }: ForMemberProps) {
  const { t } = useTongue();
  if (person !== undefined)
    return (
      <div className={classes.person}>
        <strong>{t.booking.forWhom(person.name)}</strong>
        <Button variant="subtle" size="md" onClick={() => choose(undefined)}>
          {t.booking.forMe}
        </Button>
      </div>
    );
  return (
    <details className={classes.more}>
      <summary>{t.booking.forOther}</summary>
      <FindPerson choose={choose} />
    </details>
  );
}

function FindPerson({ choose }: Pick<ForMemberProps, 'choose'>) {
  const { language, t } = useTongue();
  const [search, setSearch] = useState('');
  const wanted = plain(search.trim());
  const { data, error } = useQuery({ ...membersQuery, enabled: wanted.length >= lettersMin });
  const found = (data ?? []).filter(({ name }) => plain(name).includes(wanted)).slice(0, foundMax);
  return (
    <div className={classes.moreInside}>
      <TextInput
        size="md"
        type="search"
        label={t.booking.findPerson}
        description={t.booking.findPersonHint}
        value={search}
        onChange={({ currentTarget: { value } }) => setSearch(value)}
        onKeyDown={(event) => event.key === 'Enter' && event.preventDefault()}
      />
      {error !== null && (
        <Notice tone="bad" alert>
          <p>{sayError(error, language, t)}</p>
        </Notice>
      )}
      {wanted.length >= lettersMin && (
        <div role="group" aria-label={t.booking.findPerson} aria-live="polite" className={classes.choices}>
          {data === undefined && error === null && <p className={classes.quiet}>{t.app.loading}</p>}
          {data !== undefined && found.length === 0 && <p className={classes.quiet}>{t.booking.nobody}</p>}
          {found.map(({ id, name }) => (
            <Button key={id} variant="default" size="md" onClick={() => choose({ id, name })}>
              {name}
            </Button>
          ))}
        </div>
      )}
    </div>
  );
}

/** As people type: no matter the case or the diacritics. */
const plain = (text: string): string =>
  text.toLowerCase().replaceAll('ł', 'l').normalize('NFD').replaceAll(/\p{M}/gu, '');
