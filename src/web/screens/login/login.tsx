import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { call } from '../../api/call.js';
import { meQuery } from '../../api/me.js';
import { routes } from '../../api/routes.js';
import { useWait } from '../../api/wait.js';
import { useTongue } from '../../i18n/language.js';
import { EmailField, PasswordField } from '../../ui/fields.js';
import { Card, CardForm } from '../../ui/form-card.js';
import { Screen } from '../../ui/screen.js';
import { TryOutcome } from '../../ui/try-outcome.js';
import classes from './login.module.css';

export default function Login() {
  const { t } = useTongue();
  const client = useQueryClient();
  const email = useRef<HTMLInputElement>(null);
  const password = useRef<HTMLInputElement>(null);
  const [missing, setMissing] = useState({ email: false, password: false });
  const logIn = useMutation({
    mutationFn: (body: { email: string; password: string }) => call(routes.logIn, { body }),
    onSuccess: (me) => client.setQueryData(meQuery.queryKey, me),
    onError: () => password.current?.select(),
  });
  const waitS = useWait(logIn.error);

  const submit = (): void => {
    const given = { email: email.current?.value.trim() ?? '', password: password.current?.value ?? '' };
    const lacks = { email: !/.@./.test(given.email), password: given.password === '' };
    setMissing(lacks);
    if (lacks.email) email.current?.focus();
    else if (lacks.password) password.current?.focus();
    else if (!logIn.isPending && waitS === 0) logIn.mutate(given);
  };

  return (
    <Card below={<p className={classes.hint}>{t.login.noAccount}</p>}>
      <Screen title={t.login.title} lead={t.app.tagline}>
        <CardForm submit={submit} outcome={<TryOutcome error={logIn.error} waitS={waitS} />}>
          <EmailField ref={email} error={missing.email ? t.login.emailMissing : undefined} />
          <PasswordField
            ref={password}
            autoComplete="current-password"
            error={missing.password ? t.login.passwordMissing : undefined}
          />
          <Button type="submit" size="md" fullWidth loading={logIn.isPending} disabled={waitS > 0}>
            {t.login.submit}
          </Button>
        </CardForm>
      </Screen>
    </Card>
  );
}
