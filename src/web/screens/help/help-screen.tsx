import type { ReactNode } from 'react';
import { useTongue } from '../../i18n/language.js';
import { Icon } from '../../ui/icons.js';
import { Light } from '../../ui/light.js';
import { Notice } from '../../ui/notice.js';
import { Screen } from '../../ui/screen.js';
import classes from './help.module.css';

export default function HelpScreen() {
  const { t } = useTongue();
  const { help } = t;
  return (
    <Screen title={help.title} narrow>
      <div className={classes.parts}>
        <Notice tone="bad" icon="stop" title={help.emergencyTitle}>
          <p>{help.emergency}</p>
        </Notice>
        <Part title={help.contactTitle}>
          <p>{help.contact}</p>
        </Part>
        <Part title={help.tapTitle}>
          <ol>
            {help.tapSteps.map((step) => (
              <li key={step}>{step}</li>
            ))}
          </ol>
        </Part>
        <Part title={help.noTitle}>
          <p>{help.no}</p>
        </Part>
        <Part title={help.lightsTitle}>
          <ul className={classes.lights}>
            {help.lights.map(({ light, text }) => (
              <li key={light}>
                <Light colour={light} />
                {text}
              </li>
            ))}
          </ul>
        </Part>
        <p className={classes.quiet}>
          <Icon name="info" />
          {t.app.notSafety}
        </p>
      </div>
    </Screen>
  );
}

function Part({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section className={classes.part}>
      <h2>{title}</h2>
      {children}
    </section>
  );
}
