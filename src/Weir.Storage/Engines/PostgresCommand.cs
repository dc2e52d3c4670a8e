using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using Npgsql;
using NpgsqlTypes;

namespace Weir.Storage.Engines;

/// <summary>
/// A command whose values fit the translated schema: truths are 1 and 0, and text is without what PostgreSQL cannot keep (the character
/// zero, halves of surrogate pairs), which hostile subjects hold.
/// </summary>
internal sealed class PostgresCommand(PostgresConnection connection, NpgsqlCommand inner) : DbCommand
{
    [AllowNull]
    public override string CommandText
    {
        get => inner.CommandText;
        set => inner.CommandText = value;
    }

    public override int CommandTimeout
    {
        get => inner.CommandTimeout;
        set => inner.CommandTimeout = value;
    }

    public override CommandType CommandType
    {
        get => inner.CommandType;
        set => inner.CommandType = value;
    }

    public override bool DesignTimeVisible { get; set; }

    public override UpdateRowSource UpdatedRowSource
    {
        get => inner.UpdatedRowSource;
        set => inner.UpdatedRowSource = value;
    }

    protected override DbConnection? DbConnection
    {
        get => connection;
        set
        {
            if (!ReferenceEquals(value, connection)) throw new NotSupportedException();
        }
    }

    protected override DbParameterCollection DbParameterCollection => inner.Parameters;

    protected override DbTransaction? DbTransaction { get; set; }

    public override void Cancel() => inner.Cancel();

    public override void Prepare() => inner.Prepare();

    public override int ExecuteNonQuery() => Fitting().ExecuteNonQuery();

    public override object? ExecuteScalar() => Fitting().ExecuteScalar();

    protected override DbDataReader ExecuteDbDataReader(CommandBehavior behavior) => Fitting().ExecuteReader(behavior);

    protected override DbParameter CreateDbParameter() => new NpgsqlParameter();

    protected override void Dispose(bool disposing)
    {
        if (disposing) inner.Dispose();
        base.Dispose(disposing);
    }

    private NpgsqlCommand Fitting()
    {
        foreach (NpgsqlParameter parameter in inner.Parameters)
        {
            switch (parameter.Value)
            {
                case string text: parameter.Value = PlainText.Of(text); break;
                case bool truth: (parameter.NpgsqlDbType, parameter.Value) = (NpgsqlDbType.Bigint, truth ? 1L : 0L); break;
                case null or DBNull when parameter.DbType == DbType.Boolean: parameter.NpgsqlDbType = NpgsqlDbType.Bigint; break;
                default: break;
            }
        }

        return inner;
    }
}
