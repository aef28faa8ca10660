import { Switch } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { call } from '../../api/call.js';
import { meQuery, useMe } from '../../api/me.js';
import { routes } from '../../api/routes.js';
import { useTongue } from '../../i18n/language.js';
import { ProblemNotice } from '../../ui/problem.js';
import classes from './my-bookings.module.css';
import { Part } from '../../ui/part.js';

export function NameSwitch() {
  const words = useTongue().t.privacy;
  const me = useMe();
  const client = useQueryClient();
  const setting = useMutation({
    mutationFn: (hidesName: boolean) => call(routes.changeMe, { body: { hidesName } }),
    onSuccess: (kept) => client.setQueryData(meQuery.queryKey, kept),
  });
  return (
    <Part title={words.title}>
      <Switch
        size="md"
        className={classes.switch}
        label={words.hideName}
        description={words.hideNameHint}
        checked={setting.isPending ? setting.variables : me.hidesName}
        onChange={({ currentTarget }) => setting.mutate(currentTarget.checked)}
      />
      <ProblemNotice error={setting.error} />
    </Part>
  );
}
