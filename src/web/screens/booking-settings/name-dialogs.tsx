import { useState } from 'react';
import type { Bilingual } from '../../../contracts/http/index.js';
import { useTongue } from '../../i18n/language.js';
import { AskDialog } from '../../ui/ask-dialog.js';
import { BilingualFields, isWhole, noText } from '../../ui/bilingual-fields.js';
import { useToast } from '../../ui/toasts.js';

interface NameDialogProps {
  readonly title: string;
  readonly name?: Bilingual;
  readonly close: () => void;
  readonly send: (name: Bilingual) => Promise<unknown>;
}

export function NameDialog({ title, name: before = noText, close, send }: NameDialogProps) {
  const words = useTongue().t.settings;
  const [name, setName] = useState(before);
  const [missing, setMissing] = useState(false);
  return (
    <AskDialog
      title={title}
      submit={words.save}
      close={close}
      send={isWhole(name) ? () => send(name) : undefined}
      wrong={() => setMissing(true)}
    >
      <BilingualFields
        text={name}
        change={setName}
        labels={{ pl: words.namePl, en: words.nameEn }}
        error={missing && !isWhole(name) ? words.nameMissing : undefined}
      />
    </AskDialog>
  );
}

interface RemoveDialogProps {
  readonly name: string;
  readonly close: () => void;
  readonly send: () => Promise<unknown>;
}

export function RemoveDialog({ name, close, send }: RemoveDialogProps) {
  const words = useTongue().t.settings;
  const toast = useToast();
  return (
    <AskDialog
      title={words.removeTitle(name)}
      submit={words.remove}
      danger
      close={close}
      send={async () => {
        await send();
        toast({ text: words.removed(name) });
      }}
    >
      <p>{words.removeHint}</p>
    </AskDialog>
  );
}
