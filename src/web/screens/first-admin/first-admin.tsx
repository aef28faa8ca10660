import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type RefObject, useRef, useSyncExternalStore } from 'react';
import { Link } from 'wouter';
import { type FirstAdminRequest, passwordLengthMin } from '../../../contracts/http/index.js';
import { call } from '../../api/call.js';
import { meQuery } from '../../api/me.js';
import { isCode, sayError, sayField } from '../../api/problem.js';
import { routes } from '../../api/routes.js';
import { useWait } from '../../api/wait.js';
import { useTongue } from '../../i18n/language.js';
import { EmailField, PasswordField, TextField } from '../../ui/fields.js';
import { Card, CardForm } from '../../ui/form-card.js';
import { Notice } from '../../ui/notice.js';
import { Screen } from '../../ui/screen.js';
import { TryOutcome } from '../../ui/try-outcome.js';

/** Where the link leads that a new workshop's service prints; its token is in the fragment. */
export default function FirstAdmin() {
  const token = useSyncExternalStore(watchFragment, () => location.hash.slice(1));
  return <FirstAdminForm key={token} token={token} />;
}

/** Somebody may paste the whole link over the one that lacked its end. */
function watchFragment(changed: () => void): () => void {
  addEventListener('hashchange', changed);
  return () => removeEventListener('hashchange', changed);
}

function FirstAdminForm({ token }: { readonly token: string }) {
  const { language, t } = useTongue();
  const client = useQueryClient();
  const fields = {
    name: useRef<HTMLInputElement>(null),
    email: useRef<HTMLInputElement>(null),
    password: useRef<HTMLInputElement>(null),
  };
  const create = useMutation({
    mutationFn: (body: FirstAdminRequest) => call(routes.firstAdmin, { body }),
    onSuccess: (me) => client.setQueryData(meQuery.queryKey, me),
    onError: (error) =>
      Object.entries(fields)
        .find(([name]) => faultOf(error, name) !== undefined)?.[1]
        .current?.focus(),
  });
  const waitS = useWait(create.error);

  // The service alone judges what was typed, and says it field by field.
  const faultOf = (error: unknown, field: string): string | undefined =>
    field === 'email' && isCode(error, 'email-taken') ? sayError(error, language, t) : sayField(error, field, language);
  const marks = Object.keys(fields).some((name) => faultOf(create.error, name) !== undefined);
  const submit = (): void => {
    if (create.isPending || waitS > 0) return;
    const valueOf = (field: RefObject<HTMLInputElement | null>): string => field.current?.value ?? '';
    const [name, email, password] = [valueOf(fields.name), valueOf(fields.email).trim(), valueOf(fields.password)];
    create.mutate({ token, language, name, email, password });
  };

  if (token === '') return <LinkFails why={t.firstAdmin.incomplete} />;
  if (isCode(create.error, 'link-void') || sayField(create.error, 'token', language) !== undefined)
    return <LinkFails why={t.firstAdmin.void} />;
  return (
    <Card>
      <Screen title={t.firstAdmin.title} lead={t.firstAdmin.lead}>
        <CardForm submit={submit} outcome={!marks && <TryOutcome error={create.error} waitS={waitS} />}>
          <TextField
            ref={fields.name}
            label={t.firstAdmin.name}
            name="name"
            autoComplete="name"
            error={faultOf(create.error, 'name')}
          />
          <EmailField ref={fields.email} error={faultOf(create.error, 'email')} />
          <PasswordField
            ref={fields.password}
            autoComplete="new-password"
            description={t.firstAdmin.passwordHint(passwordLengthMin)}
            error={faultOf(create.error, 'password')}
          />
          <Button type="submit" size="md" fullWidth loading={create.isPending} disabled={waitS > 0}>
            {t.firstAdmin.submit}
          </Button>
        </CardForm>
      </Screen>
    </Card>
  );
}

function LinkFails({ why }: { readonly why: string }) {
  const { t } = useTongue();
  return (
    <Card>
      <Screen title={t.firstAdmin.failsTitle}>
        <Notice tone="wait" alert>
          <p>{why}</p>
        </Notice>
        <p>{t.firstAdmin.haveAccount}</p>
        <Button component={Link} href="/" size="md" fullWidth>
          {t.login.submit}
        </Button>
      </Screen>
    </Card>
  );
}
