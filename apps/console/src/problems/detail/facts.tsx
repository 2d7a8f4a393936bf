import { useTranslation } from 'react-i18next';
import { useAreaName, usePackName, usePostName, useUnitName } from '../../reference/names.js';
import { Facts, Section } from '../../shell/parts.js';
import type { ProblemDetail } from '../problem-queries.js';
import { useLists } from '../problem-queries.js';

export const ProblemFacts = ({ problem }: { readonly problem: ProblemDetail }) => {
  const { t } = useTranslation();
  const unit = useUnitName();
  const post = usePostName();
  const area = useAreaName();
  const category = usePackName('categories');
  const source = usePackName('sources');
  const text = problem.originalText.trim();
  const routes = [
    problem.publicNoticeRequired && t('problems.detail.routes.notice'),
    problem.upperRequired && t('problems.detail.routes.upper'),
  ].filter(Boolean);
  const isMoved = problem.originalDeadline !== null && problem.originalDeadline !== problem.deadline;
  return (
    <Section title={t('problems.detail.facts')}>
      <Facts
        items={[
          [t('problems.detail.lead'), unit(problem.leadUnitId)],
          [t('problems.detail.supervising'), unit(problem.supervisingUnitId)],
          problem.supportingUnitIds.length > 0 && [
            t('problems.detail.supporting'),
            problem.supportingUnitIds.map(unit).join('、'),
          ],
          problem.territorialUnitId !== null && [t('problems.detail.territorial'), unit(problem.territorialUnitId)],
          problem.acceptanceUnitId !== null && [t('problems.detail.acceptance'), unit(problem.acceptanceUnitId)],
          problem.leaderPostId !== null && [t('problems.detail.leader'), post(problem.leaderPostId)],
          problem.responsiblePostId !== null && [t('problems.detail.responsible'), post(problem.responsiblePostId)],
          problem.contactPostId !== null && [t('problems.detail.contact'), post(problem.contactPostId)],
          [t('problems.detail.source'), source(problem.source)],
          [t('problems.detail.category'), category(problem.category)],
          [t('problems.detail.timeCategory'), t(`problems.timeCategories.${problem.timeCategory}`)],
          problem.assignedOn !== null && [t('problems.detail.assignedOn'), problem.assignedOn],
          problem.assignDocNo !== null && [t('problems.detail.assignDoc'), problem.assignDocNo],
          problem.externalNo !== null && [t('problems.detail.externalNo'), problem.externalNo],
          isMoved && [t('problems.detail.originalDeadline'), problem.originalDeadline],
          problem.areaId !== null && [t('problems.detail.area'), area(problem.areaId)],
          problem.subject !== null && [t('problems.detail.subject'), problem.subject.id],
          [t('problems.detail.route'), routes.length > 0 ? routes.join('，') : t('problems.detail.routes.plain')],
          problem.noticeEnd !== null && [t('problems.detail.noticeEnd'), problem.noticeEnd],
          problem.completedOn !== null && [t('problems.detail.completedOn'), problem.completedOn],
          problem.closedOn !== null && [t('problems.detail.closedOn'), problem.closedOn],
          problem.refusals > 0 && [t('problems.detail.refusals'), t('problems.detail.times', { n: problem.refusals })],
        ]}
      />
      {text && text !== problem.title ? (
        <>
          <h3 className="block-head">{t('problems.detail.original')}</h3>
          <p className="original">{text}</p>
        </>
      ) : null}
    </Section>
  );
};

/** Each list the problem stands on, with dates of its own: two lists may have two closing bodies. */
export const ItemsOnLists = ({ problem }: { readonly problem: ProblemDetail }) => {
  const { t } = useTranslation();
  const names = new Map((useLists().data?.items ?? []).map((list) => [list.id, list.shortName]));
  if (problem.items.length === 0) return null;
  return (
    <Section title={t('problems.detail.items')} flush>
      <div className="scroll-x">
        <table className="plain">
          <thead>
            <tr>
              <th>{t('problems.detail.itemNo')}</th>
              <th>{t('problems.detail.due')}</th>
              <th>{t('problems.detail.completed')}</th>
              <th>{t('problems.detail.plannedClosure')}</th>
              <th>{t('problems.detail.closed')}</th>
            </tr>
          </thead>
          <tbody>
            {problem.items.map((item) => (
              <tr key={item.listId}>
                <th scope="row">
                  {item.itemNo} <span className="aside">{names.get(item.listId) ?? item.listId}</span>
                </th>
                <td>{item.dueAt ?? '–'}</td>
                <td>{item.completedAt ?? '–'}</td>
                <td>{item.plannedClosureAt ?? '–'}</td>
                <td>{item.closedAt ?? '–'}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Section>
  );
};
