import { Button } from '@mantine/core';
import { Component, type ReactNode } from 'react';
import { useTongue } from '../i18n/language.js';
import { Notice } from '../ui/notice.js';
import { Screen } from '../ui/screen.js';

/** A screen that breaks, or whose code no longer loads after an update, says so instead of going blank. */
export class Boundary extends Component<{ readonly children: ReactNode }, { readonly broken: boolean }> {
  override state = { broken: false };
  static getDerivedStateFromError(): { broken: boolean } {
    return { broken: true };
  }
  override render(): ReactNode {
    return this.state.broken ? <Broken /> : this.props.children;
  }
}

function Broken() {
  const { t } = useTongue();
  return (
    <Screen title={t.errors.title} narrow>
      <Notice tone="bad" alert>
        <p>{t.errors.screen}</p>
      </Notice>
      <Button mt="md" size="md" onClick={() => location.reload()}>
        {t.errors.reload}
      </Button>
    </Screen>
  );
}
