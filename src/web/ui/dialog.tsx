import { Modal } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTongue } from '../i18n/language.js';
import classes from './dialog.module.css';

interface DialogProps {
  readonly opened: boolean;
  readonly close: () => void;
  readonly title: string;
  readonly children: ReactNode;
}

/** What every dialog about one machine is given. */
export interface MachineDialogProps {
  readonly machineId: string;
  readonly opened: boolean;
  readonly close: () => void;
}

export function Dialog({ opened, close, title, children }: DialogProps) {
  const { t } = useTongue();
  return (
    <Modal
      opened={opened}
      onClose={close}
      title={title}
      size="lg"
      padding="lg"
      radius={14}
      closeButtonProps={{ 'aria-label': t.app.close, size: 44 }}
      classNames={{ inner: classes.inner, content: classes.content, header: classes.header, title: classes.title }}
    >
      {children}
    </Modal>
  );
}
