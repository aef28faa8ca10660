import { Loader } from '@mantine/core';
import { useTongue } from '../i18n/language.js';
import classes from './frame.module.css';

/** Shown while a screen is on its way; quiet at first, so that a fast answer does not flicker. */
export function Loading() {
  const { t } = useTongue();
  return (
    <div className={classes.loading} role="status">
      <Loader size="sm" aria-hidden="true" />
      {t.app.loading}
    </div>
  );
}
