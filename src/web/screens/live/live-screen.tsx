import { Button, CloseButton, Skeleton, TextInput } from '@mantine/core';
import { lazy, Suspense, useCallback, useMemo, useState } from 'react';
import type { Tile } from '../../../contracts/http/index.js';
import { isRunning, matches, needsAttention, sortedByAttention } from '../../api/live/board.js';
import { useBoard } from '../../api/live/live.js';
import { useMe } from '../../api/me.js';
import { useTongue } from '../../i18n/language.js';
import { Icon } from '../../ui/icons.js';
import { Empty } from '../../ui/notice.js';
import { Screen } from '../../ui/screen.js';
import { ConnectionBanner, ConnectionWord } from './connection.js';
import classes from './live.module.css';
import { type AskFor, TileCard } from './tile-card.js';

const AccessDialog = lazy(() => import('./access-dialog.js'));
const StaffDialog = lazy(() => import('./staff-dialog.js'));
const TapDialog = lazy(() => import('../demo/tap-dialog.js'));

const filters = {
  all: () => true,
  free: (tile: Tile) => tile.state === 'free',
  running: isRunning,
  attention: needsAttention,
} satisfies Record<string, (tile: Tile) => boolean>;
type Filter = keyof typeof filters;

export default function LiveScreen() {
  const { language, t } = useTongue();
  const { tiles, state } = useBoard();
  const [search, setSearch] = useState('');
  const [filter, setFilter] = useState<Filter>('all');
  const sorted = useMemo(() => sortedByAttention(tiles.values(), language), [tiles, language]);
  const shown = sorted.filter((tile) => filters[filter](tile) && matches(tile, search.trim()));
  const showAll = (): void => {
    setSearch('');
    setFilter('all');
  };
  return (
    <Screen title={t.live.title} beside={<ConnectionWord />}>
      <ConnectionBanner />
      {tiles.size > 0 && (
        <div className={classes.controls}>
          <TextInput
            className={classes.search}
            size="md"
            type="search"
            aria-label={t.live.search}
            placeholder={t.live.search}
            leftSection={<Icon name="search" />}
            value={search}
            onChange={(event) => setSearch(event.currentTarget.value)}
            rightSection={
              search !== '' && <CloseButton aria-label={t.live.clearSearch} onClick={() => setSearch('')} />
            }
          />
          <FilterChips tiles={sorted} filter={filter} choose={setFilter} />
        </div>
      )}
      {state === 'connecting' && <Waiting />}
      {state === 'live' && tiles.size === 0 && (
        <Empty title={t.live.none}>
          <p>{t.live.noneHint}</p>
        </Empty>
      )}
      {tiles.size > 0 && shown.length === 0 && (
        <Empty title={t.live.noMatch} icon="search">
          <p>{t.live.noMatchHint}</p>
          <Button variant="light" size="md" onClick={showAll}>
            {t.live.showAll}
          </Button>
        </Empty>
      )}
      <Tiles tiles={shown} stale={state !== 'live'} />
    </Screen>
  );
}

interface FilterChipsProps {
  readonly tiles: readonly Tile[];
  readonly filter: Filter;
  readonly choose: (filter: Filter) => void;
}

function FilterChips({ tiles, filter, choose }: FilterChipsProps) {
  const { t } = useTongue();
  return (
    <div role="group" aria-label={t.live.show} className={classes.chips}>
      {(Object.keys(filters) as Filter[]).map((name) => (
        <button
          key={name}
          type="button"
          aria-pressed={name === filter}
          className={classes.chip}
          onClick={() => choose(name)}
        >
          {t.live.filters[name]}
          <span className={classes.count}>{tiles.filter(filters[name]).length}</span>
        </button>
      ))}
    </div>
  );
}

function Tiles({ tiles, stale }: { readonly tiles: readonly Tile[]; readonly stale: boolean }) {
  const me = useMe();
  const { t } = useTongue();
  const [asked, setAsked] = useState<{ readonly what: Parameters<AskFor>[0]; readonly machineId: string }>();
  const [open, setOpen] = useState(false);
  const askFor = useCallback<AskFor>((what, machineId) => {
    setAsked({ what, machineId });
    setOpen(true);
  }, []);
  const dialog = { machineId: asked?.machineId ?? '', opened: open, close: () => setOpen(false) };
  return (
    <>
      {tiles.length > 0 && (
        <ul className={classes.tiles} aria-label={t.live.title}>
          {tiles.map((tile) => (
            <TileCard key={tile.machineId} tile={tile} stale={stale} me={me} askFor={askFor} />
          ))}
        </ul>
      )}
      <Suspense>
        {asked?.what === 'access' && <AccessDialog key={asked.machineId} {...dialog} />}
        {asked?.what === 'staff' && <StaffDialog key={asked.machineId} {...dialog} />}
        {asked?.what === 'tap' && <TapDialog key={asked.machineId} {...dialog} />}
      </Suspense>
    </>
  );
}

function Waiting() {
  return (
    <div className={classes.tiles} aria-hidden="true">
      {Array.from({ length: 6 }, (_, index) => (
        <Skeleton key={index} height={236} radius={14} />
      ))}
    </div>
  );
}
