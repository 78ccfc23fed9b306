"""The archive of a village and season (DIS-033): what it holds, what it lacks, how it is made and taken."""
