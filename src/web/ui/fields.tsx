import { PasswordInput, TextInput } from '@mantine/core';
import { type Ref, useState } from 'react';
import { useTongue } from '../i18n/language.js';
import classes from './fields.module.css';
import { Icon } from './icons.js';

interface FieldProps {
  readonly ref: Ref<HTMLInputElement>;
  readonly label: string;
  readonly name: string;
  readonly autoComplete: string;
  readonly description?: string;
  /** What is wrong with it. */
  readonly error: string | undefined;
}

const alike = { size: 'md', errorProps: { role: 'alert' } } as const;

export function TextField(props: FieldProps) {
  return <TextInput {...alike} {...props} classNames={{ root: classes.field }} />;
}

export function EmailField(props: Omit<FieldProps, 'label' | 'name' | 'autoComplete'>) {
  const { t } = useTongue();
  return (
    <TextInput
      {...alike}
      {...props}
      classNames={{ root: classes.field }}
      label={t.login.email}
      type="email"
      name="email"
      autoComplete="username"
      inputMode="email"
      autoCapitalize="none"
      spellCheck={false}
    />
  );
}

export function PasswordField(props: Omit<FieldProps, 'label' | 'name'>) {
  const { t } = useTongue();
  const [visible, setVisible] = useState(false);
  return (
    <PasswordInput
      {...alike}
      {...props}
      classNames={{ root: classes.field, visibilityToggle: classes.eye }}
      label={t.login.password}
      name="password"
      visible={visible}
      onVisibilityChange={setVisible}
      visibilityToggleIcon={({ reveal }) => <Icon name={reveal ? 'eyeOff' : 'eye'} />}
      visibilityToggleButtonProps={{
        tabIndex: 0,
        'aria-hidden': false,
        'aria-label': visible ? t.login.hidePassword : t.login.showPassword,
      }}
    />
  );
}
