import { Button } from '@mantine/core';
import { Link } from 'wouter';
import { useTongue } from '../i18n/language.js';
import { Screen } from '../ui/screen.js';

export function NotFound() {
  const { t } = useTongue();
  return (
    <Screen title={t.errors.notFoundTitle} lead={t.errors.notFound} narrow>
      <Button component={Link} href="/" size="md">
        {t.app.home}
      </Button>
    </Screen>
  );
}
