import { TextInput } from '@mantine/core';
import { useTongue } from '../../i18n/language.js';

/** Staff set a rule aside, and say why. */
export function OverrideField({
  reason,
  change,
}: {
  readonly reason: string;
  readonly change: (reason: string) => void;
}) {
  const { t } = useTongue();
  return (
    <TextInput
      size="md"
      label={t.booking.override}
      description={t.booking.overrideHint}
      maxLength={500}
      value={reason}
      onChange={({ currentTarget: { value } }) => change(value)}
    />
  );
}
