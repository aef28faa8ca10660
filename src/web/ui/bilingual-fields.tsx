import { TextInput } from '@mantine/core';
import type { Bilingual } from '../../contracts/http/index.js';
import classes from './when-fields.module.css';

interface BilingualFieldsProps {
  readonly text: Bilingual;
  readonly change: (text: Bilingual) => void;
  readonly labels: Bilingual;
  readonly error?: string | undefined;
}

export const noText: Bilingual = { pl: '', en: '' };
export const isWhole = ({ pl, en }: Bilingual): boolean => pl.trim() !== '' && en.trim() !== '';

/** One text in both languages: what members read is never in one alone. */
export function BilingualFields({ text, change, labels, error }: BilingualFieldsProps) {
  const field = (language: 'pl' | 'en') => (
    <TextInput
      size="md"
      label={labels[language]}
      required
      withAsterisk={false}
      maxLength={200}
      aria-invalid={error !== undefined && text[language].trim() === ''}
      value={text[language]}
      onChange={({ currentTarget }) => change({ ...text, [language]: currentTarget.value })}
    />
  );
  return (
    <div className={classes.when}>
      <div className={classes.two}>
        {field('pl')}
        {field('en')}
      </div>
      {error !== undefined && (
        <p role="alert" className={classes.error}>
          {error}
        </p>
      )}
    </div>
  );
}
