import { type MantineColorScheme, useMantineColorScheme } from '@mantine/core';
import type { Language, Me } from '../../contracts/http/index.js';
import { useTongue } from '../i18n/language.js';
import { Icon, type IconName } from '../ui/icons.js';
import { PanelItem, PopOver } from '../ui/pop-over.js';
import classes from './frame.module.css';

const languages = [
  { language: 'pl', short: 'PL', name: 'Polski' },
  { language: 'en', short: 'EN', name: 'English' },
] as const;

/** Each language is named in itself. */
export function LanguageSwitch({ choose }: { readonly choose: (language: Language) => void }) {
  const { language: current, t } = useTongue();
  return (
    <div role="group" aria-label={t.app.language} className={classes.languages}>
      {languages.map(({ language, short, name }) => (
        <button
          key={language}
          type="button"
          lang={language}
          title={name}
          aria-pressed={language === current}
          className={classes.language}
          onClick={() => choose(language)}
        >
          {short}
        </button>
      ))}
    </div>
  );
}

const schemes: readonly {
  scheme: MantineColorScheme;
  icon: IconName;
  word: 'colourLight' | 'colourDark' | 'colourAuto';
}[] = [
  { scheme: 'light', icon: 'sun', word: 'colourLight' },
  { scheme: 'dark', icon: 'moon', word: 'colourDark' },
  { scheme: 'auto', icon: 'screen', word: 'colourAuto' },
];

export function ColoursMenu() {
  const { t } = useTongue();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const current = schemes.find(({ scheme }) => scheme === colorScheme);
  return (
    <PopOver label={t.app.colours} face={<Icon name={current?.icon ?? 'screen'} />}>
      {(close) =>
        schemes.map(({ scheme, icon, word }) => (
          <PanelItem
            key={scheme}
            icon={<Icon name={icon} />}
            pressed={scheme === colorScheme}
            after={scheme === colorScheme && <Icon name="check" size={18} />}
            onClick={() => {
              setColorScheme(scheme);
              close();
            }}
          >
            {t.app[word]}
          </PanelItem>
        ))
      }
    </PopOver>
  );
}

export function AccountMenu({ me, logOut }: { readonly me: Me; readonly logOut: () => void }) {
  const { t } = useTongue();
  const face = (
    <>
      <Icon name="person" />
      <span className={classes.accountName}>{me.name}</span>
    </>
  );
  return (
    <PopOver label={t.app.account(me.name)} face={face}>
      {() => (
        <>
          <div className={classes.who}>
            <strong>{me.name}</strong>
            <span>{me.email}</span>
            <span>{me.roles.map((role) => t.roles[role]).join(', ')}</span>
          </div>
          <PanelItem icon={<Icon name="logOut" />} onClick={logOut}>
            {t.app.logOut}
          </PanelItem>
        </>
      )}
    </PopOver>
  );
}
