import type { EntityManager } from 'typeorm';
import type { z } from 'zod';
import type { BasisReference } from '#libs/contracts/shapes.js';
import type { CivilDate } from '#libs/domain/calendar/shanghai.js';
import type { FigureState, Line } from '#libs/documents/official-document.js';
import type { FigureText } from '#libs/documents/template.js';
import type { Pack } from '#libs/policy/pack.js';
import type { WarningRow } from '../warning/warning.store.js';
import type { MatterUnits } from './addressees.js';
import type { ActFigure } from '../paper/figure.js';

/** A line of the table "plan against actual". */
export interface Comparison {
  readonly item: string;
  readonly planned: FigureText;
  readonly actual: FigureText;
  readonly gap: string;
}

/** A row of the list of problems that goes with a notice of talk. */
export interface ListedProblem {
  readonly number: string;
  readonly text: string;
  readonly sourceName: string;
  readonly deadline: string;
  readonly planned: string;
  readonly actual: string;
  readonly shortfall: string;
}

/** What an act is about, in the words and numbers of its papers. Every number in it is a figure. */
export interface Matter {
  /** Fits into 关于…的通知. */
  readonly title: string;
  /** The same for a talk, with what is wrong: 关于…的约谈通知书. */
  readonly short: string;
  readonly no: string | null;
  /** As people file it: the number of an item, `section/…`, `ranking/…`. */
  readonly cause: string;
  readonly sourceName: string;
  readonly deadline: CivilDate | null;
  readonly periodName: string | null;
  readonly cutoff: Date;
  /** What is the case, without a full stop. */
  readonly facts: Line;
  /** The same in half a line, for a message. */
  readonly brief: string;
  /** Why somebody is summoned, without a full stop. */
  readonly reason: string;
  readonly comparisons: readonly Comparison[];
  readonly dataState: FigureState;
  /** What is confirmed and by whom, without a full stop, where the state alone does not say it. */
  readonly dataStateNote?: string;
  /** How the work came by its level on the weekly sheet, without a full stop. */
  readonly levelGround?: string | null;
  readonly problems: readonly ListedProblem[];
  /** What is to be done, one act each. */
  readonly demands: readonly string[];
  /** The whole of the work as one demand, where there is work with stages; what is listed is listed as a whole. */
  readonly whole?: string;
  /** Days that demands have already by plan and list; a paper that sets a limit does not move them. */
  readonly dueDays?: Readonly<Record<string, CivilDate>>;
  readonly units: MatterUnits;
  readonly figures: readonly ActFigure[];
  readonly references: readonly z.infer<typeof BasisReference>[];
}

/** The matter of a warning as the numbers stood at an instant. */
export type MatterReader = (tx: EntityManager, pack: Pack, warning: WarningRow, until: Date) => Promise<Matter | null>;
