using System.Data.Common;

namespace Weir.Storage.Engines;

/// <summary>Makes commands for rows that are read one by one, without a mapper.</summary>
internal static class Commands
{
    /// <summary>A command with its values, which are whole numbers or text; the caller disposes it.</summary>
    public static DbCommand Command(this DbConnection connection, string text, params ReadOnlySpan<(string Name, object Value)> values)
    {
        var command = connection.CreateCommand();
        command.CommandText = text;
        foreach (var (name, value) in values)
        {
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = (name, value);
            command.Parameters.Add(parameter);
        }

        return command;
    }
}
