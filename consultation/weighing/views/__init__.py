"""The pages of weighing: the board, one remark, a group of alike remarks."""
