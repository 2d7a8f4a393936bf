import { Decimal } from 'decimal.js';
import type { Part } from './season-seen.js';

const money = (amount: string): string => new Decimal(amount).toFixed(2);

/** Paid and allocated at the end of June (season, row 12): 29.9993 never prints as 30.0. */
export const fundsPart: Part = ({ expected: { funds }, doors }) => [
  {
    id: 'row-12',
    words: 'execution of each project and of all, those at the line and those not started',
    from: '2026-07-01 01:00',
    expected: funds,
    found: async () => {
      const { items } = await doors.projects(funds.cutoff);
      const summary = await doors.fundingSummary(funds.cutoff);
      const projects = [];
      for (const project of items) {
        const { entries } = await doors.project(project.id);
        projects.push({
          id: project.id,
          allocated: money(project.allocated),
          paid: money(project.paid),
          entries: entries.filter(({ kind, on }) => kind !== 'allocation' && on <= funds.cutoff).length,
          rate: project.executionRate,
          reaches30: project.standing === 'reached',
          started: project.state !== 'planned',
        });
      }
      return {
        cutoff: funds.cutoff,
        projects: projects.sort((a, b) => (a.id < b.id ? -1 : 1)),
        reaching30: summary.reached,
        notStarted: summary.notStarted,
        allocated: money(summary.allocated),
        paid: money(summary.paid),
        rate: summary.executionRate,
      };
    },
  },
];
