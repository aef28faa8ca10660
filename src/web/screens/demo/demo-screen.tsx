import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useBoard } from '../../api/live/live.js';
import { demoQuery } from '../../api/demo.js';
import { useTongue } from '../../i18n/language.js';
import { Loading } from '../../app/loading.js';
import { sayError } from '../../api/problem.js';
import { Empty, Notice } from '../../ui/notice.js';
import { Screen } from '../../ui/screen.js';
import { ConnectionBanner, ConnectionWord } from '../live/connection.js';
import { CardChoice } from './card-choice.js';
import classes from './demo.module.css';
import { VirtualReader } from './virtual-reader.js';

export default function DemoScreen() {
  const { language, t } = useTongue();
  const { data, error } = useQuery(demoQuery);
  const { tiles } = useBoard();
  const [chosen, choose] = useState<string>();
  const card = data?.cards.find(({ key }) => key === chosen) ?? data?.cards[0];
  const names = new Intl.Collator(language);
  const readers = (data?.gates ?? [])
    .map((gate) => ({ gate, name: tiles.get(gate.machineId)?.name[language] ?? gate.slug }))
    .toSorted((a, b) => names.compare(a.name, b.name));
  return (
    <Screen title={t.demo.title} lead={t.demo.lead} beside={<ConnectionWord />}>
      <ConnectionBanner />
      {data === undefined && error === null && <Loading />}
      {error !== null && (
        <Notice tone="bad" alert>
          <p>{sayError(error, language, t)}</p>
        </Notice>
      )}
      {data !== undefined && (card === undefined || readers.length === 0) && (
        <Empty title={t.demo.none} icon="card">
          <p>{t.demo.noneHint}</p>
        </Empty>
      )}
      {data !== undefined && card !== undefined && (
        <div className={classes.columns}>
          <CardChoice cards={data.cards} chosen={card.key} choose={choose} />
          <section aria-labelledby="readers">
            <h2 id="readers" className={classes.legend}>
              {t.demo.readers}
            </h2>
            <ul className={classes.readers}>
              {readers.map(({ gate, name }) => (
                <li key={gate.slug} className={classes.reader}>
                  <h3 className={classes.readerName}>{name}</h3>
                  <VirtualReader gate={gate} name={name} card={card} />
                </li>
              ))}
            </ul>
          </section>
        </div>
      )}
    </Screen>
  );
}
