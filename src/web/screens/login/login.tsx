import { Button, PasswordInput, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { call } from '../../api/call.js';
import { meQuery } from '../../api/me.js';
import { ApiProblem, sayError } from '../../api/problem.js';
import { routes } from '../../api/routes.js';
import { useTongue } from '../../i18n/language.js';
import { Icon } from '../../ui/icons.js';
import { Notice } from '../../ui/notice.js';
import { Screen } from '../../ui/screen.js';
import classes from './login.module.css';

export default function Login() {
  const { language, t } = useTongue();
  const client = useQueryClient();
  const email = useRef<HTMLInputElement>(null);
  const password = useRef<HTMLInputElement>(null);
  const [missing, setMissing] = useState({ email: false, password: false });
  const [visible, setVisible] = useState(false);
  const logIn = useMutation({
    mutationFn: (body: { email: string; password: string }) => call(routes.logIn, { body }),
    onSuccess: (me) => client.setQueryData(meQuery.queryKey, me),
    onError: () => password.current?.select(),
  });
  const waitS = useWait(logIn.error);

  // Read from the fields themselves: password managers fill them without telling.
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const given = { email: email.current?.value.trim() ?? '', password: password.current?.value ?? '' };
    const lacks = { email: !/.@./.test(given.email), password: given.password === '' };
    setMissing(lacks);
    if (lacks.email) email.current?.focus();
    else if (lacks.password) password.current?.focus();
    else if (!logIn.isPending && waitS === 0) logIn.mutate(given);
  };

  return (
    <div className={classes.place}>
      <div className={classes.card}>
        <Screen title={t.login.title} lead={t.app.tagline}>
          <form method="post" noValidate onSubmit={submit} className={classes.form}>
            <TextInput
              ref={email}
              classNames={{ root: classes.field }}
              size="md"
              label={t.login.email}
              type="email"
              name="email"
              autoComplete="username"
              inputMode="email"
              autoCapitalize="none"
              spellCheck={false}
              error={missing.email && t.login.emailMissing}
              errorProps={{ role: 'alert' }}
            />
            <PasswordInput
              ref={password}
              classNames={{ root: classes.field, visibilityToggle: classes.eye }}
              size="md"
              label={t.login.password}
              name="password"
              autoComplete="current-password"
              visible={visible}
              onVisibilityChange={setVisible}
              visibilityToggleIcon={({ reveal }) => <Icon name={reveal ? 'eyeOff' : 'eye'} />}
              visibilityToggleButtonProps={{
                tabIndex: 0,
                'aria-hidden': false,
                'aria-label': visible ? t.login.hidePassword : t.login.showPassword,
              }}
              error={missing.password && t.login.passwordMissing}
              errorProps={{ role: 'alert' }}
            />
            <Button type="submit" size="md" fullWidth loading={logIn.isPending} disabled={waitS > 0}>
              {t.login.submit}
            </Button>
            <div className={classes.outcome}>
              {logIn.error !== null && !logIn.isPending && (
                <Notice tone="bad" alert>
                  <p>{sayError(logIn.error, language, t)}</p>
                  {waitS > 0 && <p aria-live="off">{t.login.wait(waitS)}</p>}
                </Notice>
              )}
            </div>
          </form>
        </Screen>
      </div>
      <p className={classes.hint}>{t.login.noAccount}</p>
    </div>
  );
}

/** Seconds that the service asked to wait before the next try, counted down. */
function useWait(error: Error | null): number {
  const [left, setLeft] = useState(0);
  const asked = error instanceof ApiProblem && error.problem.status === 429 ? (error.retryAfterS ?? 0) : 0;
  useEffect(() => {
    setLeft(asked);
    if (asked === 0) return undefined;
    const timer = setInterval(() => setLeft((seconds) => Math.max(0, seconds - 1)), 1000);
    return () => clearInterval(timer);
  }, [asked, error]);
  return left;
}
