// What a power cut would leave of SQLite's files: no byte that was not synced.
//
// Files in folders whose names begin with "power-cut-" are followed; beside each lies what of it was
// synced, under its name with ".synced". As many syncs of it fail as there are bytes in the file of its
// name with ".unsyncable". All other files are SQLite's own affair.

#ifndef CPOWERCUT_H
#define CPOWERCUT_H

// Makes connections that are opened from now on go through it; gives SQLite's code.
int power_cut_begin(void);

#endif
