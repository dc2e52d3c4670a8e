namespace Weir.Learning.Explaining;

/// <summary>Weighted least squares over 0/1 columns with a squared penalty on slopes, not on the intercept; by Cholesky.</summary>
internal static class RidgeFit
{
    /// <summary>Intercept and one slope a column. Columns that never vary get slope 0 when there is a penalty.</summary>
    public static (double Intercept, double[] Slopes) Solve(bool[][] rows, double[] values, double[] weights, double ridge)
    {
        var columns = rows[0].Length;
        var means = new double[columns];
        double total = 0, mean = 0;
        for (var i = 0; i < rows.Length; i++)
        {
            total += weights[i];
            mean += weights[i] * values[i];
            for (var c = 0; c < columns; c++) means[c] += rows[i][c] ? weights[i] : 0;
        }
        mean /= total;
        for (var c = 0; c < columns; c++) means[c] /= total;
        var (gram, right) = Moments(rows, values, weights, means, mean);
        // A trace of penalty keeps columns that are copies of each other solvable.
        for (var c = 0; c < columns; c++) gram[c][c] += (ridge + 1e-12) * total;
        var slopes = Cholesky(gram, right);
        for (var c = 0; c < columns; c++) mean -= slopes[c] * means[c];
        return (mean, slopes);
    }

    private static (double[][] Gram, double[] Right) Moments(bool[][] rows, double[] values, double[] weights, double[] means, double mean)
    {
        var gram = Array.ConvertAll(means, _ => new double[means.Length]);
        var right = new double[means.Length];
        var centred = new double[means.Length];
        for (var i = 0; i < rows.Length; i++)
        {
            for (var c = 0; c < centred.Length; c++) centred[c] = (rows[i][c] ? 1 : 0) - means[c];
            for (var c = 0; c < centred.Length; c++)
            {
                var x = weights[i] * centred[c];
                right[c] += x * (values[i] - mean);
                for (var d = 0; d <= c; d++) gram[c][d] += x * centred[d];
            }
        }
        return (gram, right);
    }

    /// <summary>Solves in place: the lower triangle becomes its root.</summary>
    private static double[] Cholesky(double[][] a, double[] b)
    {
        for (var i = 0; i < b.Length; i++)
        {
            for (var j = 0; j <= i; j++)
            {
                var sum = a[i][j];
                for (var k = 0; k < j; k++) sum -= a[i][k] * a[j][k];
                a[i][j] = i == j ? Math.Sqrt(sum) : sum / a[j][j];
            }
            for (var k = 0; k < i; k++) b[i] -= a[i][k] * b[k];
            b[i] /= a[i][i];
        }
        for (var i = b.Length - 1; i >= 0; i--)
        {
            for (var k = i + 1; k < b.Length; k++) b[i] -= a[k][i] * b[k];
            b[i] /= a[i][i];
        }
        return b;
    }
}
