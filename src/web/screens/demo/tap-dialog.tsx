import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { demoQuery } from '../../api/demo.js';
import { useTile } from '../../api/live/live.js';
import { sayError } from '../../api/problem.js';
import { Loading } from '../../app/loading.js';
import { useTongue } from '../../i18n/language.js';
import { Dialog, type MachineDialogProps } from '../../ui/dialog.js';
import { Empty, Notice } from '../../ui/notice.js';
import { CardChoice } from './card-choice.js';
import classes from './demo.module.css';
import { VirtualReader } from './virtual-reader.js';

/** The virtual reader of one machine, without leaving the board. */
export default function TapDialog({ machineId, opened, close }: MachineDialogProps) {
  const { language, t } = useTongue();
  const tile = useTile(machineId);
  const { data, error } = useQuery({ ...demoQuery, enabled: opened });
  const [chosen, choose] = useState<string>();
  const card = data?.cards.find(({ key }) => key === chosen) ?? data?.cards[0];
  const gate = data?.gates.find((candidate) => candidate.machineId === machineId);
  const name = tile?.name[language] ?? '';
  return (
    <Dialog opened={opened} close={close} title={t.demo.readerOf(name)}>
      {data === undefined && error === null && <Loading />}
      {error !== null && (
        <Notice tone="bad" alert>
          <p>{sayError(error, language, t)}</p>
        </Notice>
      )}
      {data !== undefined && (card === undefined || gate === undefined) && (
        <Empty title={t.demo.none} icon="card">
          <p>{t.demo.noneHint}</p>
        </Empty>
      )}
      {data !== undefined && card !== undefined && gate !== undefined && (
        <div className={classes.parts}>
          <CardChoice cards={data.cards} chosen={card.key} choose={choose} />
          <VirtualReader gate={gate} name={name} card={card} />
        </div>
      )}
    </Dialog>
  );
}
