import type { ThemeConfig } from 'antd';

/** One accent; red is kept for what is overdue or beyond a limit. */
export const ACCENT = '#1f5f5b';
export const OVERDUE = '#b3261e';
export const INK = '#1d2424';
export const PAPER = '#f6f6f3';

/** Grades are shown by colour and shape and word; these are only the colours. */
export const LEVEL_COLOURS = { green: '#3c7d4f', yellow: '#8f6b00', orange: '#b9540f', red: OVERDUE } as const;

export const theme: ThemeConfig = {
  token: {
    colorPrimary: ACCENT,
    colorInfo: ACCENT,
    colorLink: ACCENT,
    colorInfoBg: '#eef4f2',
    colorInfoBorder: '#c9d9d5',
    colorError: OVERDUE,
    colorErrorBg: '#fbefee',
    colorErrorBorder: '#e9c4c1',
    colorTextBase: INK,
    colorBgLayout: PAPER,
    colorBorderSecondary: '#e6e8e2',
    borderRadius: 4,
    fontSize: 14,
    fontFamily: "'Noto Sans CJK SC', 'Noto Sans SC', 'PingFang SC', 'Microsoft YaHei', system-ui, sans-serif",
    motionDurationMid: '0.12s',
    motionDurationSlow: '0.16s',
  },
  components: {
    Table: { headerBg: '#f1f2ee', headerSplitColor: 'transparent', cellPaddingBlockSM: 7, cellPaddingInlineSM: 8 },
    Drawer: { paddingLG: 20 },
    Form: { itemMarginBottom: 16, verticalLabelPadding: '0 0 4px' },
  },
};
