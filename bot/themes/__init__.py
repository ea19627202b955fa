"""Finding what a round of answers says, without showing who said it: points, personal data, harmless words.

numpy reckons in one thread, unless the environment says otherwise: the tables of a round are small, and threads that wait for each
other keep the other cores busy with waiting. It reads this when it is first imported, which is always after this package.
"""

import os

THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")

for _setting in THREADS:
    os.environ.setdefault(_setting, "1")
