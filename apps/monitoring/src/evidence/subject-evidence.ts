/** What is watched, station, section or outlet, in the evidence chain: a warning of silence rests on the subjects that are silent. */
import { fact } from '#libs/evidence/fact.js';
import { findHeard } from '../silence/heard.store.js';
import { findSubject } from '../register/register.store.js';
import { SUBJECT_KINDS, type SubjectKind } from '../subject/subject-kind.js';
import { areaText } from './area-text.js';
import type { Reader } from './evidence-record.js';
import { subjectRecord } from './record-id.js';

const KIND_WORDS: Readonly<Record<SubjectKind, string>> = {
  station: '空气站点',
  section: '水质断面',
  outlet: '排放口',
};

/** A subject as the register has it now, with the newest time of data that came of it where its silence is watched; it rests on nothing. */
const subjectOf =
  (kind: SubjectKind): Reader =>
  async (tx, id) => {
    const subject = await findSubject(tx, id);
    if (subject?.kind !== kind) return null;
    const heard = await findHeard(tx, id);
    const at = heard?.lastLabel ?? null;
    return {
      record: {
        ...subjectRecord(kind, id, subject.version),
        title: subject.name,
        at,
        facts: [
          ...fact('名称', subject.name),
          ...fact('对象类型', KIND_WORDS[kind]),
          ...fact('地区', await areaText(tx, subject.areaId)),
          ...fact('监测网络', subject.network),
          ...fact('最近数据时间', at?.toISOString() ?? (heard ? '从未收到' : '不监视静默')),
          ...fact('已停用', subject.retired ? '是' : null),
        ],
      },
      references: [],
    };
  };

/** Who reads which kind of subject. */
export const SUBJECT_READERS: Readonly<Record<string, Reader>> = Object.fromEntries(
  SUBJECT_KINDS.map((kind) => [kind, subjectOf(kind)]),
);
